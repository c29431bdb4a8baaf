using System.Text.Json.Serialization;

namespace PostgresWorker;

/// <summary>
/// Has the method called for every message that is written into the log with
/// <see href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-REPLICATION">pg_logical_emit_message</see> under a
/// prefix. The first parameter is <see cref="LogicalMessage"/>, or <see cref="LogicalMessage{T}"/> for content that is JSON; further
/// parameters and what it returns are as for <see cref="PostgresListenerAttribute"/>.
/// </summary>
/// <remarks>
/// Messages of one prefix come to a listener one after another, in the order of commit. No table and no publication is needed for them:
/// every message of the database is sent, and those of other prefixes are skipped.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PostgresMessageAttribute : Attribute
{
    /// <summary>Listens to messages of the source named <c>default</c>.</summary>
    /// <param name="prefix">The prefix, exactly as the writer gives it.</param>
    public PostgresMessageAttribute(string prefix)
        : this(PostgresListenerAttribute.DefaultSource, prefix)
    {
    }

    /// <summary>Listens to messages of <paramref name="source"/>.</summary>
    /// <param name="source">The source's name, as given to <c>AddSource</c>.</param>
    /// <param name="prefix">The prefix, exactly as the writer gives it.</param>
    public PostgresMessageAttribute(string source, string prefix)
    {
        Source = source;
        Prefix = prefix;
    }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The prefix.</summary>
    public string Prefix { get; }

    /// <summary>The listener's stable name in logs and stored records; unique within its source.</summary>
    /// <value>Default: <c>Class.Method</c>.</value>
    public string? Name { get; set; }

    /// <summary>
    /// The <see cref="JsonSerializerContext"/> that reads the content of a <see cref="LogicalMessage{T}"/>, which lists T with
    /// <see cref="JsonSerializableAttribute"/>; needed there, and of no use otherwise.
    /// </summary>
    /// <value>Default: none.</value>
    public Type? Json { get; set; }
}
