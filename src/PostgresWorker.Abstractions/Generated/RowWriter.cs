using System.Text.Json;

namespace PostgresWorker.Generated;

/// <summary>Writes a row, or the value of a composite, as a JSON object of its columns' names.</summary>
public readonly struct RowWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly RowBinding _binding;

    internal RowWriter(Utf8JsonWriter json, RowBinding binding)
    {
        _json = json;
        _binding = binding;
    }

    /// <summary>Writes a column's name; its value must follow.</summary>
    /// <param name="slot">The column's index in <see cref="RowReader.Columns"/>.</param>
    public ValueWriter Column(int slot)
    {
        var column = Array.FindIndex(_binding.Values, value => value?.Slot == slot);
        _json.WritePropertyName(_binding.Layout.Columns[column].Name);
        return new ValueWriter(_json, _binding.Values[column]!);
    }
}
