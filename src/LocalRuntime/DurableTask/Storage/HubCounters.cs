namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The numbers of new instances and messages. Handed out on the writer's lane only, so they rise in commit order.</summary>
internal sealed class HubCounters
{
    private long _instance;
    private long _message;

    public long NextInstance() => ++_instance;

    public long NextMessage() => ++_message;

    public void Load(SqliteStatements statements)
    {
        _instance = (long?)statements.Scalar("SELECT max(seq) FROM instance") ?? 0;
        _message = (long?)statements.Scalar("SELECT max(row) FROM message") ?? 0;
    }
}
