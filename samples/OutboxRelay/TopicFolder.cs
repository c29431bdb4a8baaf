using System.Text;
using System.Text.Json;

namespace OutboxRelay;

/// <summary>
/// Stands for the broker: a file for each topic and key, a line for each message. It takes no lock, and two instances never write to one file at a time: messages of a key are relayed one after another, by whoever has its lane.
/// </summary>
public sealed class TopicFolder(string folder)
{
    /// <summary>Writes a message behind those of its key; one that was written before is not written again.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> AppendAsync(Message message, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{Uri.EscapeDataString(message.Topic)}.{Uri.EscapeDataString(message.Key)}.jsonl");
        var line = Line(message);

        // A crash between the write and the acknowledgement has the message come again. A broker would know it by its id.
        if (File.Exists(file) && await File.ReadLinesAsync(file, ct).ContainsAsync(line, cancellationToken: ct))
        {
            return false;
        }

        // In one write, and not to be given up in the middle.
        await using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), CancellationToken.None);
        return true;
    }

    private static string Line(Message message)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteNumber("id", message.Id);
            json.WriteString("sent_at", message.SentAt);
            json.WritePropertyName("body");
            message.Body.WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }
}
