namespace Atlas.Functions.Tests.App;

/// <summary>One app for all tests that need nothing special of it: each takes a workspace of its own.</summary>
[CollectionDefinition(Name)]
public sealed class AtlasCollection : ICollectionFixture<RunningAtlas>
{
    public const string Name = "Atlas";
}
