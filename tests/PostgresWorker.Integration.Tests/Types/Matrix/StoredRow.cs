using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row of the columns <c>id</c> and <c>value</c>, in one of the forms.</summary>
/// <param name="layout">The layout that it was written with.</param>
public abstract class StoredRow(TableLayout layout)
{
    public TableLayout Layout { get; } = layout;

    /// <summary>The text of the value, as the server writes it; null for NULL.</summary>
    public string? Text { get; init; }

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

    private protected abstract T Read<T>(RowReader<T> reader, RowBinding binding);

    private protected virtual bool HasText(bool needsText) => true;
}
