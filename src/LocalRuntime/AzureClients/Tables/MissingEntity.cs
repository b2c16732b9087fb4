using Azure;

namespace Atlas.LocalRuntime.Tables;

internal sealed class MissingEntity<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The entity doesn't exist; look at HasValue first.");

    public override Response GetRawResponse() => response;
}
