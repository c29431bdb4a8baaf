using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A value in a column, and what becomes of it.</summary>
/// <param name="Type">The column's type, as SQL.</param>
/// <param name="Literal">The value, as SQL; null where a type is refused before there is one.</param>
/// <param name="As">The C# type, or what else is made of the value.</param>
public abstract record TypeCase(string Type, string? Literal, string As)
{
    /// <summary>The extension that makes the type; null for those that every server has.</summary>
    public string? Extension { get; init; }

    /// <summary>The first major version of Postgres that knows the value.</summary>
    public int Since { get; init; }

    /// <summary>The forms in which it is so.</summary>
    public Form[] Forms { get; init; } = Enum.GetValues<Form>();

    /// <summary>What tells the case from all others of its family.</summary>
    public sealed override string ToString() => $"{Type}{(Literal is null ? "" : " ")}{Literal} as {As}";

    /// <summary>Reads the row and compares; for a refused type looks at the layout alone.</summary>
    public abstract void Check(StoredRow row);
}

/// <summary>A value that is read, and what it is in C#.</summary>
internal sealed record ReadCase<T>(string Type, string Literal, T Expected) : TypeCase(Type, Literal, TypeName.Of(typeof(T)))
{
    /// <summary>The JSON that it is written as, where that is not the value's own.</summary>
    public string? Written { get; init; }

    public override void Check(StoredRow row)
    {
        var reader = Cells.ReaderOf<Cell<T>>();
        var cell = row.Read(reader);
        Assert.Equal(Plain.Of(Expected), Plain.Of(cell.Value));
        row.CheckJson(reader, cell, Written);
    }
}

/// <summary>A value that the C# type cannot hold, and the words that say so.</summary>
internal sealed record FailingCase<TRow>(string Type, string Literal, string Reason) : TypeCase(Type, Literal, $"{TypeName.Of(typeof(TRow))} fails")
{
    public override void Check(StoredRow row)
    {
        var reader = Cells.ReaderOf<TRow>();
        var error = Assert.Throws<RowReadException>(() => row.Read(reader));
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(row.Layout.Table, error.Table);

        // A field of a composite is named, with its own type.
        Assert.Matches("^value(\\.[a-z.]+)?$", error.Column);
        Assert.True(error.Column != "value" || error.ColumnType == row.ValueType.Name, error.ColumnType);
    }
}

/// <summary>A type that the C# type cannot hold, and the words that say so before a value is read.</summary>
internal sealed record RefusedCase<TRow>(string Type, string Advice) : TypeCase(Type, null, $"{TypeName.Of(typeof(TRow))} is refused")
{
    public override void Check(StoredRow row)
    {
        var problem = Assert.Single(RowBinding.Check(row.Layout, Cells.ReaderOf<TRow>().Columns));
        Assert.Contains(row.ValueType.Fields is null ? $"column 'value' is {row.ValueType.Name}, which property Value (" : "'value", problem, StringComparison.Ordinal);
        Assert.Contains(Advice, problem, StringComparison.Ordinal);
    }
}

/// <summary>A value of whose type only the text is wanted, which every row is asked for.</summary>
internal sealed record TextCase(string Type, string Literal) : TypeCase(Type, Literal, "text")
{
    public override void Check(StoredRow row) => row.CheckText();
}
