using PostgresWorker.Generated;

namespace PostgresWorker.Wal;

/// <summary>What a source wants messages of pg_logical_emit_message for. The server sends those of all prefixes or none.</summary>
/// <param name="ForListeners">Listeners take some.</param>
/// <param name="ForTraces">They may say in which trace a transaction was written.</param>
/// <param name="ForSkips">They may say that a transaction is not to be delivered.</param>
internal sealed record MessageUse(bool ForListeners, bool ForTraces, bool ForSkips)
{
    /// <summary>The prefixes that listeners take.</summary>
    public IReadOnlyCollection<string> Prefixes { get; init; } = [];

    /// <summary>Whether they are asked for at all.</summary>
    public bool IsAny => ForListeners || ForTraces || ForSkips;

    /// <summary>What a source's options and listeners ask for.</summary>
    public static MessageUse Of(SourceOptions options, IReadOnlyList<ListenerRoute> routes)
    {
        HashSet<string> prefixes = [.. routes.OfType<MessageRoute>().Select(route => route.Prefix)];
        return new MessageUse(prefixes.Count > 0, options.TraceContext, options.SkipMarkers) { Prefixes = prefixes };
    }
}
