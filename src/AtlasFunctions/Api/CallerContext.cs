using Atlas.Core.Workspaces;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Api;

internal static class CallerContext
{
    private const string Item = "atlas.caller";

    public static void SetCaller(this FunctionContext context, Caller caller) => context.Items[Item] = caller;

    /// <exception cref="InvalidOperationException">The function is open to all and has no caller.</exception>
    public static Caller Caller(this FunctionContext context) =>
        context.Items.TryGetValue(Item, out var caller) && caller is Caller known
            ? known
            : throw new InvalidOperationException("This function has no caller: it needs [RequiresScope].");
}
