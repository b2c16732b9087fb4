using System.Text;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.LinkedIn;

namespace Atlas.Platforms.Tests.LinkedIn;

public sealed class LittleTextTests(LinkedInSandbox sandbox) : IClassFixture<LinkedInSandbox>
{
    private const string Alphabet = @"\|{}@[]()<>#*_~ ab1é￥🥖 #tag@[Rye](urn:li:organization:7)";

    [Theory]
    [InlineData("a (b)", @"a \(b\)")]
    [InlineData("#rye_bread, #1", @"{hashtag|\#|rye\_bread}, \#1")]
    [InlineData("@[A (B)](urn:li:organization:7)", @"@[A \(B\)](urn:li:organization:7)")]
    [InlineData("@[A](urn:li:share:7)", @"\@\[A\]\(urn:li:share:7\)")]
    [InlineData(@"\|{}@[]()<>#*_~", @"\\\|\{\}\@\[\]\(\)\<\>\#\*\_\~")]
    [InlineData("https://a.example/x_(y)?z#w", @"https://a.example/x\_\(y\)?z\#w")]
    public void Reserved_characters_are_escaped_and_mentions_are_not(string text, string little) =>
        Assert.Equal(little, LittleText.Write(text));

    [Fact]
    public void What_is_written_reads_as_it_was_meant_whatever_it_is()
    {
        var random = new Random(7);
        for (var i = 0; i < 5_000; i++)
        {
            var text = Arbitrary(random);
            Assert.Equal(LittleText.Shown(text), LittleText.Read(LittleText.Write(text)));
            Assert.True(LittleText.IsSame(text, LittleText.Write(text)), text);
        }
    }

    /// <summary>The simulated network reads the format by a reader of its own, and cuts off what is not escaped.</summary>
    [Fact]
    public async Task The_network_shows_it_as_it_was_meant_too()
    {
        var page = await sandbox.ConnectAsync();
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            var text =
                $"{i} {Arbitrary(random).Replace("urn:li:organization:7", $"urn:li:organization:{page.Channel.AccountId}")}";

            var (answer, _, _) = await sandbox.RunAsync(page.Work(new PostContent { Text = text }));

            Assert.IsType<StepAnswer.Done>(answer);
            var shown = (await sandbox.EffectsAsync(page.Channel))[^1].GetProperty("caption").GetString();
            Assert.Equal(LittleText.Shown(text), shown);
        }
    }

    private static string Arbitrary(Random random)
    {
        var runes = Alphabet.EnumerateRunes().ToArray();
        var text = new StringBuilder();
        for (var i = random.Next(1, 30); i > 0; i--)
        {
            if (random.Next(12) == 0)
            {
                text.Append(" @[Rye (Bread)](urn:li:organization:7) ");
            }

            text.Append(runes[random.Next(runes.Length)]);
        }

        return text.ToString().Replace('＃', '#').Trim() is { Length: > 0 } some ? some : "x";
    }
}
