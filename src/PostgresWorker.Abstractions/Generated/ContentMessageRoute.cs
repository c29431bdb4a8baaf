namespace PostgresWorker.Generated;

/// <summary>A listener that takes <see cref="LogicalMessage"/>.</summary>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="prefix">The prefix of the messages.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class ContentMessageRoute(
    string name,
    string source,
    string prefix,
    bool needsServices,
    ListenerInvoker<LogicalMessage> invoke) : MessageRoute(name, source, prefix, needsServices)
{
    /// <inheritdoc />
    public override Change Read(ReadOnlySpan<byte> content, bool isTransactional, ChangeContext context) =>
        new LogicalMessage(Prefix, content.ToArray(), isTransactional, context);

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke((LogicalMessage)change, scope, cancellationToken);
}
