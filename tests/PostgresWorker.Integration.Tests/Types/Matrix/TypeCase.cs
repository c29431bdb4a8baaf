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

    /// <summary>What tells the case from all others of its family.</summary>
    public sealed override string ToString() => $"{Type}{(Literal is null ? "" : " ")}{Literal} as {As}";

    /// <summary>Reads the row and compares; for a refused type looks at the layout alone.</summary>
    public abstract void Check(StoredRow row);
}

/// <summary>A value that is read, and what it is in C#.</summary>
internal sealed record ReadCase<T>(string Type, string Literal, T Expected) : TypeCase(Type, Literal, TypeName.Of(typeof(T)))
{
    public override void Check(StoredRow row) => Assert.Equal(Plain.Of(Expected), Plain.Of(row.Read(Cells.ReaderOf<Cell<T>>()).Value));
}

/// <summary>A value that the C# type cannot hold, and the words that say so.</summary>
internal sealed record FailingCase<TRow>(string Type, string Literal, string Reason) : TypeCase(Type, Literal, $"{TypeName.Of(typeof(TRow))} fails")
{
    public override void Check(StoredRow row)
    {
        var reader = Cells.ReaderOf<TRow>();
        var error = Assert.Throws<RowReadException>(() => row.Read(reader));
        Assert.Contains(Reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(("value", row.Layout.Table), (error.Column, error.Table));
        Assert.Equal(row.ValueType.Name, error.ColumnType);
    }
}

/// <summary>A type that the C# type cannot hold, and the words that say so before a value is read.</summary>
internal sealed record RefusedCase<TRow>(string Type, string Advice) : TypeCase(Type, null, $"{TypeName.Of(typeof(TRow))} is refused")
{
    public override void Check(StoredRow row)
    {
        var problem = Assert.Single(RowBinding.Check(row.Layout, Cells.ReaderOf<TRow>().Columns));
        Assert.StartsWith($"column 'value' is {row.ValueType.Name}, which property Value (", problem, StringComparison.Ordinal);
        Assert.Contains(Advice, problem, StringComparison.Ordinal);
    }
}

/// <summary>A value of whose type only the text is wanted, which every row is asked for.</summary>
internal sealed record TextCase(string Type, string Literal) : TypeCase(Type, Literal, "text")
{
    public override void Check(StoredRow row) => row.CheckText();
}
