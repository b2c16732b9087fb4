using Atlas.Capacity.Counting;
using Atlas.Capacity.Prices;
using Atlas.Capacity.Scale;

namespace Atlas.Capacity.Tests;

public sealed class PostCostTests(CountedPosts posts) : IClassFixture<CountedPosts>
{
    [Fact]
    public void A_single_image_takes_no_more_storage_transactions_and_actions_than_the_goal()
    {
        Assert.InRange(posts.SingleImage.Post.StorageTransactions, 1, CostDocument.MostStorageTransactions);
        Assert.InRange(posts.SingleImage.Actions, 1, CostDocument.MostActions);
        Assert.Equal(0.0, posts.SingleImage.Post[Unit.Messages]);
    }

    [Fact]
    public void A_post_costs_the_same_however_many_its_channel_has_had_on_that_day() =>
        Assert.Equal(posts.SingleImage.Post.StorageTransactions, posts.Twentieth.Post.StorageTransactions);

    [Fact]
    public void A_thousand_single_images_in_company_cost_less_than_the_goal_in_every_profile()
    {
        foreach (var profile in Profile.All)
        {
            var bill = new Bill(profile, posts.SingleImage, PriceList.Assumed, CostDocument.Company);
            Assert.True(bill.Total < CostDocument.MostDollars, $"{profile.Name}: ${bill.Total}");
        }

        // In the smallest even where no post has any company.
        var alone = new Bill(Profile.Smallest, posts.SingleImage, PriceList.Assumed);
        Assert.InRange(alone.Total, 0, CostDocument.MostDollars);
    }

    [Fact]
    public void Every_counted_part_of_the_app_was_at_work()
    {
        var stages = posts.SingleImage.Post;

        Assert.All(
            [Stages.Request, Stages.Orchestration, Stages.Timer("SweepDue"), Stages.Timer("PreflightDue")],
            stage => Assert.NotEqual(0.0, stages.Of(stage).TableTransactions)
        );
        Assert.NotEqual(0.0, stages.Of(Stages.Network)[Unit.BlobReads]);
        Assert.Equal(1440.0, posts.IdleDay.Of(Stages.Timer("SweepDue"))[Unit.Executions]);
    }

    [Fact]
    public void The_cost_document_says_what_was_counted() =>
        GeneratedDocument.MustBe("cost.md", CostDocument.Render(posts.All, posts.IdleDay, PriceList.Assumed));

    [Fact]
    public void The_scale_document_says_what_the_keys_carry() =>
        GeneratedDocument.MustBe("scale.md", ScaleDocument.Render(PostLoad.Of(posts.SingleImage)));

    [Fact]
    public void The_due_index_carries_ten_million_posts_a_day()
    {
        var plan = ScaleDocument.PlanOf(ScaleDocument.Largest, PostLoad.Of(posts.SingleImage));

        Assert.Equal(ScaleDocument.Largest, plan.Load.Posts);
        Assert.InRange(plan.SweepSeconds, 0, TimeSpan.FromMinutes(15).TotalSeconds);
        // Spread evenly: no partition of the index has much more than its share.
        Assert.InRange(
            plan.Load.AtPeakInOneDuePartition,
            plan.Load.AtPeak / DayPlan.DueShards,
            1.1 * plan.Load.AtPeak / DayPlan.DueShards
        );
    }
}
