namespace PostgresWorker.Generators.Model;

/// <summary>What is read from a column, or from a part of one: an array's element, a range's bound.</summary>
/// <param name="Kind">What is read.</param>
/// <param name="Type">The C# type without <c>?</c> on the whole, as written in generated code.</param>
/// <param name="DisplayName">The same type for people: <c>int[]</c>.</param>
/// <param name="IsReference">Whether it is a class.</param>
/// <param name="IsNullable">Whether NULL is a value of it.</param>
internal sealed record ValueModel(ColumnKind Kind, string Type, string DisplayName, bool IsReference, bool IsNullable)
{
    /// <summary>The labels, for an enum.</summary>
    public EnumModel? Enum { get; init; }

    /// <summary>The elements of an array, the bounds of a range, the values of an hstore.</summary>
    public ValueModel? Element { get; init; }

    /// <summary>The reader of a composite, as written in generated code.</summary>
    public string? Reader { get; init; }

    /// <summary>The context that reads JSON, as written in generated code.</summary>
    public string? JsonContext { get; init; }

    /// <summary>Whether type arguments are written with <c>?</c>, which readers do without.</summary>
    public bool IsAnnotated { get; init; }

    public string AnnotatedType => IsNullable ? $"{Type}?" : Type;

    /// <summary>The value and the parts within it.</summary>
    public IEnumerable<ValueModel> Parts()
    {
        for (var part = this; part is not null; part = part.Element)
        {
            yield return part;
        }
    }
}
