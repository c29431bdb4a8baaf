using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>A listener that takes <see cref="LogicalMessage{T}"/>.</summary>
/// <typeparam name="T">What the content is read into.</typeparam>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="prefix">The prefix of the messages.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="json">Reads the content.</param>
/// <param name="isNullable">Whether JSON null is a value of the listener's parameter.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class JsonMessageRoute<T>(
    string name,
    string source,
    string prefix,
    bool needsServices,
    JsonTypeInfo<T> json,
    bool isNullable,
    ListenerInvoker<LogicalMessage<T>> invoke) : MessageRoute(name, source, prefix, needsServices)
{
    /// <inheritdoc />
    public override Type RowType => typeof(T);

    /// <inheritdoc />
    public override Change Read(ReadOnlySpan<byte> content, bool isTransactional, ChangeContext context) =>
        new LogicalMessage<T>(Prefix, Value(content), isTransactional, context);

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke((LogicalMessage<T>)change, scope, cancellationToken);

    private T Value(ReadOnlySpan<byte> content)
    {
        T? value;
        try
        {
            value = JsonSerializer.Deserialize(content, json);
        }
        catch (JsonException e)
        {
            throw new MessageReadException(Prefix, typeof(T), $"its content, {content.Length} bytes long, is not JSON of this type{JsonPlace.Of(e)}.");
        }

        return value is null && !isNullable
            ? throw new MessageReadException(Prefix, typeof(T), $"its content is null; declare the parameter as LogicalMessage<{typeof(T).Name}?> if that is meant.")
            : value!;
    }
}
