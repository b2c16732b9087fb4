namespace Atlas.Sandbox.Networks;

/// <summary>What a network remembers: made on first use by <see cref="World.State{T}"/>, gone with the world at a reset.</summary>
internal interface IWorldState<TSelf>
    where TSelf : class, IWorldState<TSelf>
{
    static abstract TSelf Create(World world);
}
