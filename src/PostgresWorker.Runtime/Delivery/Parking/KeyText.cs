using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Parking;

/// <summary>
/// What orders changes of a table's rows, as a text that is the same in every process and for both forms of the wire, and another for every other key. One column's key is its text; of several columns, and where that
/// could be taken for something else, it is written as Postgres writes a row: <c>(1,"a b",)</c>.
/// </summary>
internal sealed class KeyText
{
    /// <summary>The key of everything that is ordered with all other changes of its listener.</summary>
    public const string Whole = "*";

    // An index's entry has 2704 bytes at most.
    private const int MaxBytes = 1000;

    // What Postgres puts into quotes within a row's text.
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\\(), \t\n\r\v\f");

    private readonly TableLayout _layout;
    private readonly bool[] _columns;
    private readonly int _count;

    /// <param name="layout">The layout that tuples are of.</param>
    /// <param name="orderBy">The column to order by; null for the table's key.</param>
    public KeyText(TableLayout layout, string? orderBy)
    {
        _layout = layout;
        _columns = Array.ConvertAll(layout.Columns.ToArray(), column => IsKey(column, orderBy));
        _count = _columns.Count(static isKey => isKey);
    }

    /// <summary>Whether keys have the same text from both forms of the wire.</summary>
    public static bool IsKnown(TableLayout layout, string? orderBy)
    {
        foreach (var column in layout.Columns)
        {
            if (IsKey(column, orderBy) && !KeyValueText.IsKnown(column.Type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The key of <paramref name="tuple"/>; an unchanged out-of-line value is taken from <paramref name="old"/>.</summary>
    public string Of(ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        List<string?> values = new(_count);
        for (var i = 0; i < _columns.Length; i++)
        {
            var value = WireTuple.Take(ref tuple);
            var oldValue = old.IsEmpty ? default : WireTuple.Take(ref old);
            if (_columns[i])
            {
                values.Add(KeyValueText.Of(value.IsSent ? value : oldValue, _layout.Columns[i].Type));
            }
        }

        return Bounded(Written(values));
    }

    private static bool IsKey(TableColumn column, string? orderBy) => orderBy is null ? column.IsInKey : column.Name == orderBy;

    private static string Written(List<string?> values) => values switch
    {
        [] => Whole,
        [{ Length: > 0 } single] when single != Whole && single[0] != '(' => single,
        _ => $"({string.Join(',', values.Select(Quoted))})",
    };

    private static string? Quoted(string? value) =>
        value is { Length: 0 } || value?.AsSpan().IndexOfAny(Special) >= 0
            ? $"\"{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : value;

    private static string Bounded(string key)
    {
        if (key.Length <= MaxBytes / 4 || Encoding.UTF8.GetByteCount(key) <= MaxBytes)
        {
            return key;
        }

        var end = char.IsHighSurrogate(key[(MaxBytes / 8) - 1]) ? (MaxBytes / 8) - 1 : MaxBytes / 8;
        return $"(…{key[..end]}…{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))})";
    }
}
