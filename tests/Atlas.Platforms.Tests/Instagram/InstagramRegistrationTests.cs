using Atlas.Core.Platforms;
using Atlas.Platforms.Instagram;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramRegistrationTests
{
    [Fact]
    public void Settings_are_read_and_secrets_stay_secret()
    {
        using var services = Services(
            ("GraphFacebookBaseUrl", "http://127.0.0.1:7080/graph.facebook.com"),
            ("AppSecret", "not-to-be-seen"),
            ("ImagePolls:0", "00:00:00.5"),
            ("ReadPermalinkAfterPublish", "false")
        );

        var options = services.GetRequiredService<IOptions<InstagramOptions>>().Value;

        Assert.Equal("not-to-be-seen", options.AppSecret?.Reveal());
        Assert.Null(options.InstagramAppSecret);
        Assert.Equal(TimeSpan.FromSeconds(0.5), Assert.Single(options.ImagePolls!));
        Assert.False(options.ReadPermalinkAfterPublish);
        Assert.Equal(new Uri("https://graph.instagram.com"), options.GraphInstagramBaseUrl);
        Assert.Equal(Platform.Instagram, services.GetRequiredService<IPlatformPublisher>().Platform);
    }

    [Theory]
    [InlineData("Version", "25")]
    [InlineData("Version", "v25.0/../x")]
    public void A_wrong_setting_is_named(string name, string value)
    {
        using var services = Services((name, value));

        var problem = Assert.Throws<OptionsValidationException>(() =>
            services.GetRequiredService<IOptions<InstagramOptions>>().Value
        );
        Assert.Contains(name, problem.Message);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(setting => $"Platforms:Instagram:{setting.Name}", setting => (string?)setting.Value)
            )
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddInstagram().BuildServiceProvider();
    }
}
