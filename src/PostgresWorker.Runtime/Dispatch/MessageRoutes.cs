using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>Finds the listeners of a message by its prefix and reads it for each of them.</summary>
internal sealed class MessageRoutes(IEnumerable<ListenerRoute> routes, WireStore wire)
{
    private readonly ILookup<string, MessageRoute> _routes = routes.OfType<MessageRoute>().ToLookup(route => route.Prefix, StringComparer.Ordinal);

    /// <summary>Adds to <paramref name="into"/> what is to be delivered; nothing for a prefix that nobody listens to.</summary>
    public void Route(in RawChange change, IRoutedChanges into)
    {
        foreach (var route in _routes[change.Prefix!])
        {
            var context = new ChangeContext(change.Transaction, route.Table, change.Lsn, change.Ordinal);
            var kept = new WireChange(RawChangeKind.Message, wire.Copy(default, change.Content)) { IsTransactional = change.IsTransactional };
            into.Add() = Read(route, change.Content, change.IsTransactional, context) with { Wire = kept };
        }
    }

    // All messages of a prefix have one key: they come in the order in which they were sent.
    internal static RoutedChange Read(MessageRoute route, ReadOnlySpan<byte> content, bool isTransactional, ChangeContext context)
    {
        var key = route.Table.GetHashCode();
        try
        {
            return new RoutedChange(route, route.Read(content, isTransactional, context), context, key);
        }
#pragma warning disable CA1031 // The value's own constructor may throw anything, and that concerns its listener and prefix, not the whole stream.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new RoutedChange(route, null, context, key) { ReadFailure = e };
        }
    }
}
