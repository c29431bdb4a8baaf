using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PostgresWorker.Generated;

/// <summary>A change as JSON, on its way to a listener that takes an <see cref="EventPayload"/>.</summary>
public sealed class PayloadChange : Change
{
    private readonly string _action;
    private readonly string _oldId;
    private readonly string _newId;

    // UTF-8 while it waits in its lane, which is about the size of the row; parsed when the listener's turn has come.
    private byte[]? _old;
    private byte[]? _new;
    private EventPayload? _payload;

    internal PayloadChange(string action, string oldId, string newId, byte[]? old, byte[]? @new, ChangeContext context)
        : base(context)
    {
        _action = action;
        _oldId = oldId;
        _newId = newId;
        _old = old;
        _new = @new;
    }

    /// <inheritdoc />
    public override string Action => _action;

    /// <summary>The change as the listener gets it, the same object at every attempt.</summary>
    public EventPayload Payload => _payload ??= Parse();

    private EventPayload Parse()
    {
        var payload = new EventPayload
        {
            EventId = EventIdOf(Context.Id),
            Table = Context.Table.Name,
            Action = _action,
            Data = new EventPayloadData { OldId = _oldId, NewId = _newId, Old = Parse(_old), New = Parse(_new) },
            Source = Context.Source,
            Schema = Context.Table.Schema,
            CommitTime = Context.CommitTime,
        };
        (_old, _new) = (null, null);
        return payload;
    }

    private static JsonElement? Parse(byte[]? json)
    {
        if (json is null)
        {
            return null;
        }

        // A column's own JSON may be nested deeper than the reader's default of 64.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = EventPayload.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

#pragma warning disable CA5351 // The payload's format names MD5; it tells changes apart and protects nothing.
    private static string EventIdOf(string changeId) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(changeId)));
#pragma warning restore CA5351
}
