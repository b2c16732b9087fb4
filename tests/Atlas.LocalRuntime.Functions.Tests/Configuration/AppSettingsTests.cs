using Atlas.LocalRuntime.Functions.Configuration;
using Microsoft.Extensions.Configuration;

namespace Atlas.LocalRuntime.Functions.Tests.Configuration;

public sealed class AppSettingsTests
{
    private const string Local = """
        {
          // comments are allowed here
          "IsEncrypted": false,
          "Values": { "Plain": "from file", "Nested__Key": "deep", "Colon:Key": "also", "Number": 7, "Overridden": "file" },
          "ConnectionStrings": { "Db": "conn" },
        }
        """;

    [Fact]
    public async Task Local_settings_are_app_settings_and_stronger_sources_win()
    {
        using var folder = new AppFolder(localSettings: Local);
        await using var app = RunningApp.Create([], folder: folder, args: ["--Overridden=argument"]);
        var settings = (IConfiguration)app.Services.GetService(typeof(IConfiguration))!;

        Assert.Equal("from file", settings["Plain"]);
        Assert.Equal("deep", settings["Nested:Key"]);
        Assert.Equal("also", settings["Colon:Key"]);
        Assert.Equal("7", settings["Number"]);
        Assert.Equal("conn", settings.GetConnectionString("Db"));
        Assert.Equal("argument", settings["Overridden"]);
    }

    [Fact]
    public void Encrypted_local_settings_are_refused()
    {
        using var folder = new AppFolder(localSettings: """{ "IsEncrypted": true, "Values": {} }""");

        Assert.Throws<InvalidOperationException>(() => RunningApp.Build([], folder, new LogLines()));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("%A%", "1")]
    [InlineData("x-%A%-%B:C%-y", "x-1-2-y")]
    [InlineData("%B__C%", "2")]
    [InlineData("100%", "100%")]
    public void A_setting_takes_the_place_of_its_name_between_percent_signs(string text, string expected)
    {
        Assert.Equal(expected, SettingNames.Resolve(text, Settings(("A", "1"), ("B:C", "2"))));
    }

    [Fact]
    public void A_name_without_a_setting_is_an_error_that_names_it()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SettingNames.Resolve("%Missing%", Settings()));

        Assert.Contains("'Missing'", error.Message);
    }

    [Fact]
    public void A_host_json_value_of_the_wrong_kind_is_an_error_that_names_its_key()
    {
        var settings = new HostSettings(null, Settings(("AzureFunctionsJobHost:a:b", "many")));

        Assert.Contains("a:b", Assert.Throws<InvalidOperationException>(() => settings.Number("a:b")).Message);
        Assert.Contains("a:b", Assert.Throws<InvalidOperationException>(() => settings.Flag("a:b")).Message);
        Assert.Contains("a:b", Assert.Throws<InvalidOperationException>(() => settings.Duration("a:b")).Message);
        Assert.Contains("a:b", Assert.Throws<InvalidOperationException>(() => settings.Choice<DayOfWeek>("a:b")).Message);
    }

    private static IConfiguration Settings(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)))
            .Build();
}
