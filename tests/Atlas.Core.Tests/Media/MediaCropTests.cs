using Atlas.Core.Media;

namespace Atlas.Core.Tests.Media;

public sealed class MediaCropTests
{
    [Fact]
    public void A_ratio_takes_the_largest_part_that_lies_in_the_picture_and_holds_its_focus()
    {
        var random = new Random(411);
        string[] ratios = ["1:1", "4:5", "1.91:1", "9:16", "16:9", "3:4", "20:1"];
        for (var i = 0; i < 5_000; i++)
        {
            var (width, height) = (random.Next(40, 6_000), random.Next(40, 6_000));
            var ratio = ratios[random.Next(ratios.Length)];
            var focus = new CropPoint(random.NextDouble(), random.NextDouble());

            var region = new MediaCrop { Ratio = ratio, Focus = focus }
                .RegionOf(width, height)!
                .Value;

            var wanted = MediaCrop.ReadRatio(ratio)!.Value;
            Assert.InRange(region.X, 0, width - region.Width);
            Assert.InRange(region.Y, 0, height - region.Height);
            Assert.True(region.Width == width || region.Height == height, "a larger part would fit");
            Assert.True(
                Math.Abs(region.Width - (region.Height * wanted)) <= 1 || Math.Abs(region.Height - (region.Width / wanted)) <= 1
            );
            Assert.InRange(focus.X * width, region.X - 1, region.X + region.Width + 1);
            Assert.InRange(focus.Y * height, region.Y - 1, region.Y + region.Height + 1);
            Assert.True(region.Fits(region.Width, region.Height));
            Assert.True(region.Fits(region.Width / 2, region.Height / 2), "the same part, smaller");
        }
    }

    [Fact]
    public void An_area_stays_in_the_picture_whatever_rounding_does()
    {
        var random = new Random(412);
        for (var i = 0; i < 5_000; i++)
        {
            var (width, height) = (random.Next(1, 6_000), random.Next(1, 6_000));
            var (x, y) = (random.NextDouble(), random.NextDouble());
            var area = new CropArea(x, y, (1 - x) * random.NextDouble(), (1 - y) * random.NextDouble());

            var region = new MediaCrop { Area = area }
                .RegionOf(width, height)!
                .Value;

            Assert.InRange(region.X, 0, width - region.Width);
            Assert.InRange(region.Y, 0, height - region.Height);
            Assert.InRange(region.Width, 1, width);
            Assert.InRange(region.Height, 1, height);
        }
    }

    [Theory]
    [InlineData("4:5", 1080, 1920, 1080, 1350)]
    [InlineData("1:1", 4000, 3000, 3000, 3000)]
    [InlineData("1.91:1", 1080, 1080, 1080, 565)]
    public void The_part_has_the_size_that_a_person_would_cut(string ratio, int width, int height, int cutWidth, int cutHeight)
    {
        var region = new MediaCrop { Ratio = ratio }.RegionOf(width, height);

        Assert.Equal((cutWidth, cutHeight), (region!.Value.Width, region.Value.Height));
    }

    [Theory]
    [InlineData("4x5")]
    [InlineData("4:0")]
    [InlineData("-4:5")]
    [InlineData("1:21")]
    [InlineData("1e1:5")]
    [InlineData("4:5:6")]
    [InlineData("")]
    [InlineData("NaN:1")]
    public void What_is_no_ratio_is_none(string text) => Assert.Null(MediaCrop.ReadRatio(text));

    [Fact]
    public void Another_shape_is_no_rendition_of_the_part()
    {
        var region = new CropRegion(0, 0, 1080, 1350);

        Assert.False(region.Fits(1080, 1080));
        Assert.False(region.Fits(1080, 1353));
        Assert.True(region.Fits(540, 675));
    }
}
