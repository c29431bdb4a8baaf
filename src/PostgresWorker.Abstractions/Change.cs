namespace PostgresWorker;

/// <summary>
/// Something that happened in the database: a committed change of a table, as <see cref="Change{T}"/> with typed rows or <see cref="Truncated"/>, or a
/// <see cref="LogicalMessage"/>.
/// </summary>
public abstract class Change
{
    private protected Change(ChangeContext context) => Context = context;

    /// <summary>Where and when the change happened, and its stable id.</summary>
    public ChangeContext Context { get; }

    /// <summary>The SQL command that made the change, as in the JSON payload: <c>INSERT</c>, <c>UPDATE</c>, <c>DELETE</c> or
    /// <c>TRUNCATE</c>. Of a message, <c>MESSAGE</c>.</summary>
    public abstract string Action { get; }

    /// <summary>What happened, without any row value: <c>INSERT public.orders 73…:0/16B3748:0/16B3700:0</c>.</summary>
    public override string ToString() => $"{Action} {Context.Table} {Context.Id}";
}
