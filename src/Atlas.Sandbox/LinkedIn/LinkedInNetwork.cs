using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Members and the pages that they manage. A token is a member's; a page acts by the member's role on it.</summary>
internal sealed class LinkedInNetwork(NetworkServices services) : RestNetwork(services)
{
    private const string Roles =
        "ADMINISTRATOR CONTENT_ADMINISTRATOR DIRECT_SPONSORED_CONTENT_POSTER RECRUITING_POSTER CURATOR ANALYST";

    public override string Platform => LinkedInLogin.Platform;

    public override string Title => "LinkedIn";

    public override IReadOnlyList<string> Hosts => ["api.linkedin.com", "www.linkedin.com"];

    public override IRestErrors Errors { get; } = new LinkedInErrors();

    public override IEnumerable<RestOperation> Operations => [.. LinkedInLogin.Operations, .. LinkedInOperations.All];

    public override OAuthServer Login => LinkedInLogin.Server;

    /// <summary>The brands are pages; a member manages them.</summary>
    protected override IReadOnlyList<NewAccount> Demo =>
        [
            new("ada.moreau", "Ada Moreau", 3, new Dictionary<string, string>())
            {
                Biography = "Runs two small companies by the sea.",
            },
            .. base.Demo.Select(brand =>
                brand with
                {
                    Extra = new Dictionary<string, string> { ["kind"] = "organization", ["admin"] = "ada.moreau" },
                }
            ),
        ];

    public override RestError? Authorize(RestCall call)
    {
        if (base.Authorize(call) is { } refused)
        {
            return refused;
        }

        if (call.Http.Request.Path.StartsWithSegments("/api.linkedin.com/rest") && LinkedInVersions.Problem(call) is { } problem)
        {
            return problem;
        }

        // Faults and limits go by the account in whose name the call is made.
        call.Account = LinkedInAuthors.Of(call) ?? call.Account;
        return null;
    }

    protected override string? Problem(NewAccount wish) =>
        wish.Extra.GetValueOrDefault("kind") is not (null or "person" or "organization") ? "extra.kind is person or organization."
        : wish.Extra.GetValueOrDefault("role") is { } role && !Roles.Split(' ').Contains(role)
            ? $"extra.role is one of {Roles.Replace(" ", ", ")}."
        : null;

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        if (wish.Extra.GetValueOrDefault("kind") is not "organization")
        {
            return new LinkedInMember(Platform, MemberId(world, wish.Number), wish.Username)
            {
                Name = wish.Name,
                Biography = wish.Biography,
                Website = wish.Website,
                Label = "Member",
            };
        }

        var organization = new LinkedInOrganization(Platform, OrganizationId(world, wish.Number), wish.Username)
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            Label = "Page",
        };
        organization.Roles[AdminOf(world, wish).Id] = wish.Extra.GetValueOrDefault("role") ?? "ADMINISTRATOR";
        return organization;
    }

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var member = account is LinkedInOrganization organization
            ? Directory(world).Find(organization.Roles.Keys.First())
            : account;
        return base.Open(world, member ?? account, request) with
        {
            Extra = new Dictionary<string, string>
            {
                ["memberId"] = (member ?? account).Id,
                ["kind"] = account is LinkedInOrganization ? "organization" : "person",
            },
        };
    }

    private LinkedInMember AdminOf(World world, NewAccount wish)
    {
        if (Directory(world).Find(wish.Extra.GetValueOrDefault("admin")) is LinkedInMember known)
        {
            return known;
        }

        var admin = new LinkedInMember(Platform, MemberId(world, number: null), wish.Username + ".admin")
        {
            Name = wish.Name + " Admin",
            Label = "Member",
        };
        Directory(world).Add(admin);
        return admin;
    }

    private static string MemberId(World world, int? number) =>
        number is { } demo ? $"ACoDemo{demo:D2}" : "ACo" + world.Ids.From(0);

    private static string OrganizationId(World world, int? number) =>
        number is { } demo ? $"{90_000_000 + demo}" : world.Ids.From(100_000_000);
}
