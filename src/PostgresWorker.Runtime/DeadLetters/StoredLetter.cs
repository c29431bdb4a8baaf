using System.Text;
using System.Text.Json;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Generated.Payloads;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters;

/// <summary>What is kept of a change that could not be handled.</summary>
/// <param name="Wire">What came beside the bytes, as JSON.</param>
/// <param name="Old">The old tuple's bytes.</param>
/// <param name="New">The new tuple's bytes, or a message's content.</param>
/// <param name="Action">The SQL command, or MESSAGE.</param>
/// <param name="Payload">The change as JSON, for people; null where none could be made.</param>
/// <param name="PayloadNote">What is missing in it, and why.</param>
internal sealed record StoredLetter(string Wire, byte[] Old, byte[] New, string Action, string? Payload, string? PayloadNote)
{
    public static StoredLetter Of(in RoutedChange routed)
    {
        var wire = routed.Wire;
        var stored = new StoredWire
        {
            Kind = wire.Kind,
            RowKind = wire.RowKind,
            OldKind = wire.OldKind,
            Cascade = wire.Cascade,
            RestartIdentity = wire.RestartIdentity,
            IsTransactional = wire.IsTransactional,
            Outbox = routed.Context.Transaction.Outbox,
            Lane = wire.Lane,
            Snapshot = routed.Context.Transaction.Snapshot,
            IsUnwanted = routed.IsUnwanted,
            Layout = wire.Layout is null ? null : StoredLayouts.Of(wire.Layout),
        };
        var (payload, note) = Show(routed);
        return new StoredLetter(
            StoredWireWriter.ToJson(stored), wire.Bytes.Old.ToArray(), wire.Bytes.New.ToArray(), ActionOf(wire), payload, note);
    }

    private static string ActionOf(in WireChange wire) => (wire.Kind, wire.RowKind) switch
    {
        (RawChangeKind.Truncate, _) => "TRUNCATE",
        (RawChangeKind.Message, _) => "MESSAGE",
        (_, ChangeKinds.Updated) => "UPDATE",
        (_, ChangeKinds.Deleted) => "DELETE",
        _ => "INSERT",
    };

    // What is shown is a help to people: that it can't be made must never keep the change from being stored.
    private static (string? Payload, string? Note) Show(in RoutedChange routed)
    {
        try
        {
            var unread = new SortedSet<string>(StringComparer.Ordinal);
            var payload = routed.Wire.Kind switch
            {
                RawChangeKind.Truncate => WirePayload.OfTruncate(routed.Context),
                RawChangeKind.Message => Message(routed),
                _ => WirePayload.OfRow(ActionOf(routed.Wire), routed.Wire.Layout!, routed.Wire.Image, routed.Context, unread),
            };
            return (payload, unread.Count == 0 ? null : $"Shown as null, for only a row type can read their binary form: {string.Join(", ", unread)}.");
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (null, $"The change could not be shown as JSON: {e.GetType().Name}.");
        }
    }

    private static string Message(in RoutedChange routed)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("action", "MESSAGE");
            json.WriteString("source", routed.Context.Source);
            json.WriteString("prefix", routed.Context.Table.Name);
            json.WriteString("content", Encoding.UTF8.GetString(routed.Wire.Content));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
