using System.Text;

namespace PostgresWorker;

/// <summary>
/// A message that somebody wrote into the log with
/// <see href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-REPLICATION">pg_logical_emit_message</see>:
/// no row, but content of any form under a prefix.
/// </summary>
/// <param name="prefix">The prefix that the writer gave.</param>
/// <param name="content">The content, byte for byte.</param>
/// <param name="isTransactional">Whether it is part of a transaction.</param>
/// <param name="context">Where and when.</param>
public sealed class LogicalMessage(string prefix, ReadOnlyMemory<byte> content, bool isTransactional, ChangeContext context) : Change(context)
{
    /// <summary>The prefix that the writer gave, by which listeners ask for messages.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>The content, byte for byte.</summary>
    public ReadOnlyMemory<byte> Content { get; } = content;

    /// <summary>The content as text, read as UTF-8. What is no UTF-8 comes as U+FFFD: take <see cref="Content"/> where it is binary.</summary>
    public string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>
    /// Whether the message was part of its writer's transaction, and so comes in its place among the transaction's changes. Otherwise it
    /// comes for itself, at once, even where the writer's transaction rolls back.
    /// </summary>
    public bool IsTransactional { get; } = isTransactional;

    /// <inheritdoc />
    public override string Action => MessageAction;

    internal const string MessageAction = "MESSAGE";
}
