using PostgresWorker.Generated;

namespace PostgresWorker.Telemetry;

/// <summary>What is said with each measurement and span of one listener, made once.</summary>
internal sealed class ListenerTags
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public ListenerTags(ListenerRoute route, string consumer)
    {
        var destination = route.Table.ToString();
        SpanName = $"process {destination}";
        _tags =
        [
            new(TagNames.System, "postgresql"),
            new(TagNames.OperationName, "process"),
            new(TagNames.Destination, destination),
            new(TagNames.Consumer, consumer),
            new(TagNames.Source, route.Source),
            new(TagNames.Listener, route.Name),
        ];
    }

    public string SpanName { get; }

    public ReadOnlySpan<KeyValuePair<string, object?>> All => _tags;
}
