using System.Text.Json;

namespace PostgresWorker.Generated.Values;

/// <summary>Where the values of a JSON object are, by column.</summary>
internal sealed class JsonMembers
{
    private readonly (int Start, int Length)[] _places;

    private JsonMembers(int columns)
    {
        _places = new (int, int)[columns];
    }

    /// <summary>Finds the declared columns; false where <paramref name="json"/> is no well-formed object.</summary>
    internal static bool TryFind(RowBinding binding, ReadOnlySpan<byte> json, out JsonMembers members)
    {
        members = new JsonMembers(binding.Slots.Length);
        try
        {
            var reader = new Utf8JsonReader(json, JsonToken.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var next = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var column = Find(binding, ref reader, next);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (column >= 0)
                {
                    members._places[column] = (start, (int)reader.BytesConsumed - start);
                    next = column + 1;
                }
            }

            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not well-formed, or a key that is no Unicode text.
            return false;
        }
    }

    /// <summary>The column's value; empty where the object has no such key.</summary>
    internal ReadOnlySpan<byte> Token(int column, ReadOnlySpan<byte> json) => json.Slice(_places[column].Start, _places[column].Length);

    /// <summary>The declared column of that name. Keys often come in the order of the columns, so it is looked for behind the last.</summary>
    private static int Find(RowBinding binding, ref Utf8JsonReader reader, int next)
    {
        var columns = binding.Layout.Columns;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = (next + i) % columns.Length;
            if (binding.Slots[column] >= 0 && reader.ValueTextEquals(columns[column].Name))
            {
                return column;
            }
        }

        return -1;
    }
}
