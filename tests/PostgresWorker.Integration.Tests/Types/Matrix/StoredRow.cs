using System.Text.Json;
using PostgresWorker.Generated;
using PostgresWorker.Generated.Payloads;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row of the columns <c>id</c> and <c>value</c>, in one of the forms.</summary>
/// <param name="layout">The layout that it was written with.</param>
public abstract class StoredRow(TableLayout layout)
{
    public TableLayout Layout { get; } = layout;

    /// <summary>The text of the value, as the server writes it; null for NULL.</summary>
    public string? Text { get; init; }

    /// <summary>The row as to_jsonb writes it.</summary>
    public string? Jsonb { get; set; }

    public ColumnType ValueType => Layout.Columns[1].Type;

    public T Read<T>(RowReader<T> reader) => Read(reader, RowBinding.Create(Layout, reader.Columns));

    /// <summary>As string the value is its text. In the binary form most have none, and the source is to ask for the text form.</summary>
    public void CheckText()
    {
        var reader = Cells.ReaderOf<Cell<string?>>();
        if (HasText(RowBinding.NeedsText(Layout, reader.Columns)))
        {
            Assert.Equal(Text, Read(reader).Value);
        }
    }

    /// <summary>What was read is written as to_jsonb writes it, or as <paramref name="part"/> where the C# type does not hold all of it.</summary>
    public void CheckJson<T>(RowReader<Cell<T>> reader, Cell<T> cell, string? part)
    {
        var written = JsonElement.Parse(PayloadWriter.WriteRow(cell, reader, RowBinding.Create(Layout, reader.Columns)), JsonEquality.AnyDepth).GetProperty("value");
        if (cell.Value is string text && ValueType.BaseName is not ("json" or "jsonb"))
        {
            Assert.Equal(text, written.GetString());
            return;
        }

        var whole = JsonElement.Parse(Jsonb!, JsonEquality.AnyDepth).GetProperty("value");
        Assert.Null(JsonEquality.DifferenceWithin(part is null ? whole : JsonElement.Parse(part), written));
    }

    private protected abstract T Read<T>(RowReader<T> reader, RowBinding binding);

    private protected virtual bool HasText(bool needsText) => true;
}
