using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Types that are made of others: arrays, ranges, multiranges.</summary>
internal static class WholeSpecs
{
    /// <param name="element">The elements' type.</param>
    /// <param name="isNullable">Whether elements may be NULL.</param>
    /// <param name="csharp">The C# type, with <c>{0}</c> for that of the elements.</param>
    public static TypeSpec Array(TypeSpec element, bool isNullable, CompositeFormat csharp)
    {
        var type = new ColumnType($"{element.Postgres.Name}[]", ScalarSpecs.FirstOfDatabase + element.Postgres.BaseOid, 'a', $"_{element.Postgres.BaseName}") { Element = element.Postgres };
        var values =
            from items in Gen.ListOf(isNullable ? Nullable(element.Values) : element.Values.Select(static value => (Sample?)value))
            select new Sample(
                $"[{string.Join(", ", items.Select(static item => item?.Rendered ?? Rendered.Of(null)))}]",
                Binary(items, element.Postgres.BaseOid),
                $"{{{string.Join(',', items.Select(Element))}}}",
                $"[{string.Join(", ", items.Select(static item => item?.Json ?? "null"))}]")
            {
                Lossy = $"[{string.Join(", ", items.Select(static item => item?.Written ?? "null"))}]",
            };
        return new TypeSpec(name => string.Format(CultureInfo.InvariantCulture, csharp, $"{element.CSharp(name)}{(isNullable ? "?" : "")}"), type, values)
        {
            Declarations = element.Declarations,
        };
    }

    public static TypeSpec Range(TypeSpec bound)
    {
        var type = new ColumnType($"{bound.Postgres.Name}range", ScalarSpecs.FirstOfDatabase + 1_000 + bound.Postgres.BaseOid, 'r', "range") { Element = bound.Postgres };
        var values =
            from one in bound.Values
            from other in bound.Values
            from flags in Gen.Choose(0, 15)
            from isEmpty in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
            where isEmpty || one.Text != other.Text
            select Between(one, other, flags, isEmpty);
        return new TypeSpec(name => $"NpgsqlTypes.NpgsqlRange<{bound.CSharp(name)}>", type, values) { Declarations = bound.Declarations };
    }

    /// <summary>Of ranges that are not empty, for the server keeps no others.</summary>
    public static TypeSpec Multirange(TypeSpec range)
    {
        var type = new ColumnType("multirange", ScalarSpecs.FirstOfDatabase + 3_000 + range.Postgres.BaseOid, 'm', "multirange") { Element = range.Postgres };
        var values =
            from items in Gen.ListOf(range.Values.Where(static item => item.Text != "empty"))
            let text = $"{{{string.Join(',', items.Select(static item => item.Text))}}}"
            select new Sample(
                $"[{string.Join(", ", items.Select(static item => item.Rendered))}]",
                [.. Bytes.Int32(items.Count), .. items.SelectMany(Bytes.Part)],
                text,
                JsonText.Of(text));
        return new TypeSpec(name => $"{range.CSharp(name)}[]", type, values) { Declarations = range.Declarations };
    }

    public static Gen<Sample?> Nullable(Gen<Sample> values) => Gen.Frequency((1, Gen.Constant<Sample?>(null)), (3, values.Select(static value => (Sample?)value)));

    // Dimensions, whether there are NULLs, the elements' type; then length and lower bound of the dimension.
    private static byte[] Binary(List<Sample?> items, uint type) => items.Count == 0
        ? [.. Bytes.Int32(0), .. Bytes.Int32(0), .. Bytes.Int32((int)type)]
        :
        [
            .. Bytes.Int32(1), .. Bytes.Int32(items.Contains(null) ? 1 : 0), .. Bytes.Int32((int)type),
            .. Bytes.Int32(items.Count), .. Bytes.Int32(1), .. items.SelectMany(Bytes.Part),
        ];

    private static string Element(Sample? item)
    {
        if (item is null)
        {
            return "NULL";
        }

        var isPlain = item.Text.Length > 0 && !item.Text.Equals("NULL", StringComparison.OrdinalIgnoreCase) && item.Text.IndexOfAny(['{', '}', ',', '"', '\\', ' ', '\n']) < 0;
        return isPlain ? item.Text : $"\"{item.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>Flags of the wire: 1 empty, 2 and 4 inclusive bounds, 8 and 16 infinite ones.</summary>
    private static Sample Between(Sample one, Sample other, int flags, bool isEmpty)
    {
        // An infinite bound is never inclusive; which bound is the lower one is the server's business.
        var (lowerIsInfinite, upperIsInfinite) = ((flags & 4) != 0, (flags & 8) != 0);
        var (lowerIsInclusive, upperIsInclusive) = ((flags & 1) != 0 && !lowerIsInfinite, (flags & 2) != 0 && !upperIsInfinite);
        var wire = isEmpty ? 1 : (lowerIsInclusive ? 2 : 0) | (upperIsInclusive ? 4 : 0) | (lowerIsInfinite ? 8 : 0) | (upperIsInfinite ? 16 : 0);
        var text = isEmpty
            ? "empty"
            : $"{(lowerIsInclusive ? '[' : '(')}{(lowerIsInfinite ? "" : Bound(one))},{(upperIsInfinite ? "" : Bound(other))}{(upperIsInclusive ? ']' : ')')}";
        return new Sample(
            Rendered.Range(isEmpty, one.Rendered, lowerIsInclusive, lowerIsInfinite, other.Rendered, upperIsInclusive, upperIsInfinite),
            [(byte)wire, .. isEmpty || lowerIsInfinite ? [] : Bytes.Part(one), .. isEmpty || upperIsInfinite ? [] : Bytes.Part(other)],
            text,
            JsonText.Of(text));
    }

    private static string Bound(Sample value) => value.Text.Contains(' ', StringComparison.Ordinal) ? $"\"{value.Text}\"" : value.Text;
}
