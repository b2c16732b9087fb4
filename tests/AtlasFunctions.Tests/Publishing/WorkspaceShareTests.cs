using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Publishing;

namespace Atlas.Functions.Tests.Publishing;

public sealed class WorkspaceShareTests
{
    private static readonly PublishPostInput s_input = new(
        Id<Workspace>.New(TimeProvider.System),
        Id<Publication>.New(TimeProvider.System),
        Generation: 3
    );

    [Fact]
    public void An_orchestration_is_its_workspaces_however_its_input_is_spelt()
    {
        Assert.Equal(s_input.WorkspaceId.ToString(), WorkspaceShare.Of(JsonSerializer.Serialize(s_input)));
        Assert.Equal(
            s_input.WorkspaceId.ToString(),
            WorkspaceShare.Of(JsonSerializer.Serialize(s_input, JsonSerializerOptions.Web))
        );
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"nested":{"WorkspaceId":"x"},"WorkspaceId":7}""")]
    public void Other_inputs_are_nobodys(string input) => Assert.Null(WorkspaceShare.Of(input));
}
