using System.Buffers;
using System.Text;
using System.Text.Json;
using PostgresWorker.Generated.Payloads;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes an array, or a multirange as its text.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="write">Writes one.</param>
    public void WriteArray<T>(IEnumerable<T>? values, ValueAction<T> write)
    {
        if (values is null)
        {
            _json.WriteNullValue();
        }
        else if (_bound.Type.Kind == 'm')
        {
            WriteMultirange(values, write);
        }
        else
        {
            _json.WriteStartArray();
            foreach (var value in values)
            {
                write(new ValueWriter(_json, _bound.Element!), value);
            }

            _json.WriteEndArray();
        }
    }

    /// <summary>Writes a composite as an object of the fields that its type declares.</summary>
    /// <param name="value">The value.</param>
    /// <param name="reader">The type's reader, which writes it too.</param>
    public void WriteComposite<T>(T? value, RowReader<T> reader)
    {
        if (value is null)
        {
            _json.WriteNullValue();
            return;
        }

        _json.WriteStartObject();
        reader.Write(new RowWriter(_json, _bound.Fields!), value);
        _json.WriteEndObject();
    }

    /// <summary>Writes a range as its text.</summary>
    /// <param name="isEmpty">Whether it holds nothing.</param>
    /// <param name="lower">The lower bound.</param>
    /// <param name="lowerIsInclusive">Whether that is in the range.</param>
    /// <param name="lowerIsInfinite">Whether there is none.</param>
    /// <param name="upper">The upper bound.</param>
    /// <param name="upperIsInclusive">Whether that is in the range.</param>
    /// <param name="upperIsInfinite">Whether there is none.</param>
    /// <param name="write">Writes a bound.</param>
    public void WriteRange<T>(bool isEmpty, T? lower, bool lowerIsInclusive, bool lowerIsInfinite, T? upper, bool upperIsInclusive, bool upperIsInfinite, ValueAction<T> write)
    {
        if (isEmpty)
        {
            _json.WriteStringValue("empty"u8);
            return;
        }

        var text = new ArrayBufferWriter<byte>();
        text.Write(lowerIsInclusive && !lowerIsInfinite ? "["u8 : "("u8);
        WriteBound(text, lower, lowerIsInfinite, write);
        text.Write(","u8);
        WriteBound(text, upper, upperIsInfinite, write);
        text.Write(upperIsInclusive && !upperIsInfinite ? "]"u8 : ")"u8);
        _json.WriteStringValue(text.WrittenSpan);
    }

    private void WriteBound<T>(ArrayBufferWriter<byte> text, T? bound, bool isInfinite, ValueAction<T> write)
    {
        if (!isInfinite)
        {
            var json = PayloadWriter.Write(bound!, _bound.Element!, write);
            RangeTextWriter.WriteBound(text, TextForm.TryOfPart(_bound.Element!.Type, json, out var written) ? written : json);
        }
    }

    private void WriteMultirange<T>(IEnumerable<T> ranges, ValueAction<T> write)
    {
        var text = new StringBuilder("{");
        foreach (var range in ranges)
        {
            var reader = new Utf8JsonReader(PayloadWriter.Write(range, _bound.Element!, write));
            reader.Read();
            text.Append(text.Length == 1 ? "" : ",").Append(reader.GetString());
        }

        _json.WriteStringValue(text.Append('}').ToString());
    }
}
