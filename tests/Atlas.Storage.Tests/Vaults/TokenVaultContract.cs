using Atlas.Core.Channels;

namespace Atlas.Storage.Tests.Vaults;

public abstract class TokenVaultContract
{
    protected abstract ITokenVault Vault { get; }

    protected static CancellationToken None => CancellationToken.None;

    protected string Name { get; } = $"channel-{Guid.NewGuid():N}-1";

    [Theory]
    [InlineData("EAAG-short")]
    [InlineData("with \"quotes\", ünïcode, 日本 and 😀\n")]
    [InlineData("")]
    public async Task A_secret_comes_back_as_it_was(string value)
    {
        Assert.Null(await Vault.GetAsync(Name, None));
        await Vault.SetAsync(Name, new Secret(value), None);
        Assert.Equal(value, (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task The_longest_value_fits_and_a_longer_one_is_refused_without_being_shown()
    {
        var longest = new string('x', 25_000);
        await Vault.SetAsync(Name, new Secret(longest), None);
        Assert.Equal(longest, (await Vault.GetAsync(Name, None))!.Reveal());

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => Vault.SetAsync(Name, new Secret(longest + "é"), None));
        Assert.DoesNotContain("xxx", fault.ToString());
    }

    [Fact]
    public async Task A_new_value_takes_the_place_of_the_old()
    {
        await Vault.SetAsync(Name, new Secret("one"), None);
        await Vault.SetAsync(Name, new Secret("two"), None);
        Assert.Equal("two", (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_its_name_can_be_used_again()
    {
        await Vault.DeleteAsync(Name, None);
        await Vault.SetAsync(Name, new Secret("one"), None);
        await Vault.DeleteAsync(Name, None);
        Assert.Null(await Vault.GetAsync(Name, None));
        await Vault.DeleteAsync(Name, None);

        await Vault.SetAsync(Name, new Secret("two"), None);
        Assert.Equal("two", (await Vault.GetAsync(Name, None))!.Reveal());
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_are_one_name()
    {
        await Vault.SetAsync(Name.ToUpperInvariant(), new Secret("one"), None);
        Assert.Equal("one", (await Vault.GetAsync(Name, None))!.Reveal());
        await Vault.DeleteAsync(Name, None);
        Assert.Null(await Vault.GetAsync(Name.ToUpperInvariant(), None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    )]
    public async Task A_name_outside_the_rule_is_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.SetAsync(name, new Secret("x"), None));
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.GetAsync(name, None));
        await Assert.ThrowsAsync<ArgumentException>(() => Vault.DeleteAsync(name, None));
    }

    [Fact]
    public async Task Many_secrets_at_a_time_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Vault.SetAsync($"{Name}-{i}", new Secret($"value {i}"), None)));
        var values = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Vault.GetAsync($"{Name}-{i}", None)));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"value {i}"), values.Select(v => v!.Reveal()));
    }
}
