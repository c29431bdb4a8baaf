using System.Text.Json;

namespace PostgresWorker.Generated;

/// <summary>
/// Writes one value as <c>to_jsonb</c> writes it: that of a column, of an array's element, of a range's bound or of a composite's field. How
/// depends on the Postgres type too: a <see cref="double"/> of a real has the digits of a real.
/// </summary>
public readonly partial struct ValueWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly BoundValue _bound;

    internal ValueWriter(Utf8JsonWriter json, BoundValue bound)
    {
        _json = json;
        _bound = bound;
    }

    /// <summary>Whether an enum is written as its number: the column is a smallint, an integer or a bigint.</summary>
    public bool IsInteger => TypeOid is TypeOids.Int2 or TypeOids.Int4 or TypeOids.Int8;

    /// <summary>Writes what may be null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="write">Writes it where there is one.</param>
    public void WriteNullable<T>(T? value, ValueAction<T> write)
        where T : struct
    {
        if (value is { } present)
        {
            write(this, present);
        }
        else
        {
            _json.WriteNullValue();
        }
    }

    private uint TypeOid => _bound.TypeOid;

    /// <summary>Writes a reference type's value with its text form.</summary>
    private void WriteText(string? text)
    {
        if (text is null)
        {
            _json.WriteNullValue();
        }
        else
        {
            _json.WriteStringValue(text);
        }
    }
}
