using Atlas.Platforms.Mastodon;

namespace Atlas.Platforms.Tests.Mastodon;

public sealed class MastodonTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Rye", 3)]
    [InlineData("👩‍👩‍👧 é", 3)]
    [InlineData("https://a.example", 23)]
    [InlineData("See https://harbour.bakery.example/a/very/long/path?with=a&query=string now", 4 + 23 + 4)]
    [InlineData("@ana@mastodon.social hi", 7)]
    [InlineData("@ana hi", 7)]
    [InlineData("mail ana@mastodon.social", 24)]
    public void A_text_is_counted_as_the_server_counts_it(string text, int length) =>
        Assert.Equal(length, MastodonText.Length(text));
}
