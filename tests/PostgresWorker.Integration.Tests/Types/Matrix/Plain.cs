using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Values as what differs where they do: with their scale, kind of time, sign of zero, contents.</summary>
internal static class Plain
{
    public static object? Of(object? value) => value switch
    {
        null or string => value,
        decimal or double or float => $"{value.GetType().Name} {((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)}",
        DateTime or DateTimeOffset => $"{value.GetType().Name} {((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)}",
        ReadOnlyMemory<byte> memory => memory.ToArray(),
        byte[] => value,
        JsonElement element => JsonSerializer.Serialize(element),
        JsonDocument document => JsonSerializer.Serialize(document.RootElement),
        Dictionary<string, string?> map => map.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray(),
        IEnumerable items => items.Cast<object?>().Select(Of).ToArray(),
        _ => value,
    };
}
