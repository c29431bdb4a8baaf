using FsCheck;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>A type on both sides, and values of it.</summary>
/// <param name="CSharp">The C# type without <c>?</c>, given a name for what it declares.</param>
/// <param name="Postgres">The column's type.</param>
/// <param name="Values">Values of it, none NULL.</param>
internal sealed record TypeSpec(Func<string, string> CSharp, ColumnType Postgres, Gen<Sample> Values)
{
    /// <summary>The types that the C# type is made of, given their name.</summary>
    public Func<string, string> Declarations { get; init; } = static _ => "";
}

/// <summary>A property and its column.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Type">The type.</param>
/// <param name="IsNullable">Whether the property is declared with <c>?</c>.</param>
/// <param name="Value">The value that is written, and must be read back; null for NULL.</param>
internal sealed record ColumnSpec(string Property, string Column, TypeSpec Type, bool IsNullable, Sample? Value)
{
    /// <summary>Whether the property says by <c>[Column]</c> what the column's name is.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether the property is an Unchanged of the type.</summary>
    public bool AcceptsUnchanged { get; init; }

    public string CSharp(string row)
    {
        var type = $"{Type.CSharp($"{row}{Property}")}{(IsNullable ? "?" : "")}";
        return AcceptsUnchanged ? $"Unchanged<{type}>" : type;
    }

    public string Declarations(string row) => Type.Declarations($"{row}{Property}");

    public string Rendered => Value?.Rendered ?? RandomRows.Rendered.Of(null);
}
