namespace PostgresWorker.Generated;

/// <summary>What leads from a prefix's messages to one annotated method.</summary>
public abstract class MessageRoute : ListenerRoute
{
    // No table has an empty schema, so nothing else is found by this name.
    private protected MessageRoute(string name, string source, string prefix, bool needsServices)
        : base(name, source, new TableName("", prefix), ChangeKinds.Message, needsServices) => Prefix = prefix;

    /// <summary>The prefix.</summary>
    public string Prefix { get; }

    /// <inheritdoc />
    public sealed override ReadOnlySpan<RowColumn> Columns => [];

    /// <summary>Reads a message from the wire.</summary>
    /// <param name="content">The content, which is not kept.</param>
    /// <param name="isTransactional">Whether it is part of a transaction.</param>
    /// <param name="context">Where and when.</param>
    /// <exception cref="MessageReadException">The content is not what the listener takes.</exception>
    public abstract Change Read(ReadOnlySpan<byte> content, bool isTransactional, ChangeContext context);

    /// <inheritdoc />
    public sealed override Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context) =>
        throw new NotSupportedException($"Listener '{Name}' takes messages, which have no row.");
}
