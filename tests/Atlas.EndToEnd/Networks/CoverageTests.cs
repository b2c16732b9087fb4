using Atlas.Core.Platforms;
using Atlas.Platforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.EndToEnd.Networks;

/// <summary>What the code says it can do is what these tests do.</summary>
public sealed class CoverageTests
{
    public static TheoryData<string, string> Formats
    {
        get
        {
            var formats = new TheoryData<string, string>();
            foreach (var publisher in Publishers())
            {
                foreach (var ability in publisher.Abilities.Formats)
                {
                    formats.Add(publisher.Platform.ToName(), ability.Format);
                }
            }

            return formats;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_of_the_code_is_published_and_commented_under(string platform, string format)
    {
        var posts = NetworkPost.All.Where(post => post.Platform == platform && post.Format == format).ToList();
        var ability = Publishers().Single(publisher => publisher.Platform.ToName() == platform).Abilities.Find(format);

        Assert.NotEmpty(posts);
        Assert.Contains(Network.All, network => network.Platform == platform);
        Assert.Equal(ability!.FirstComment, posts.Any(post => post.IsCommented));
    }

    [Fact]
    public void No_post_is_of_a_format_that_the_code_does_not_have()
    {
        var known = Formats.Select(row => $"{row[0]} {row[1]}").ToHashSet();

        Assert.All(NetworkPost.All, post => Assert.Contains($"{post.Platform} {post.Format}", known));
    }

    [Fact]
    public void Every_network_has_every_class_of_error_or_a_reason_why_it_cannot()
    {
        Assert.Equal(Network.All.Select(network => network.Name), KnownFaults.All.Select(faults => faults.Network));
        foreach (var faults in KnownFaults.All)
        {
            foreach (var error in Enum.GetValues<ErrorClass>())
            {
                var reason = faults.Reasons.GetValueOrDefault(error);
                Assert.True(
                    faults.Of(error) is null ? reason?.Split(' ').Length > 5 : reason is null,
                    $"{faults.Network} has neither an error of the class {error} nor a reason, or both"
                );
            }
        }
    }

    private static IEnumerable<IPlatformPublisher> Publishers() =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddNetworks()
            .BuildServiceProvider()
            .GetServices<IPlatformPublisher>();
}
