using System.Buffers.Binary;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>Rows that are JSON objects, and composites.</summary>
public ref partial struct TupleReader
{
    // Nothing tells when the fields of a composite change: no message of the stream, and the catalog is of now.
    private const string NotTheFields =
        "the value has other fields than the composite type had when the worker asked for it: the type was altered. Restart the worker; values from before " +
        "an ALTER TYPE that drops a field can't be read, declare the property as string.";

    private const string LostFields =
        "the composite type has lost a field, maybe after this value was written, whose fields are then not known. Values from before the worker connected can't be " +
        "read until the slot has left the ALTER TYPE behind; declare the property as string.";

    private TupleReader(RowBinding binding, TupleForm form, int count, ReadOnlySpan<byte> rest)
    {
        _binding = binding;
        _form = form;
        _count = count;
        _rest = rest;
        _column = -1;
    }

    private TupleReader(RowBinding binding, JsonMembers members, ReadOnlySpan<byte> json)
    {
        _binding = binding;
        _form = TupleForm.Json;
        _members = members;
        _beside = json;
        _column = -1;
    }

    /// <summary>Starts before the first column of a row that is a JSON object, as <c>to_jsonb</c> and <c>row_to_json</c> write it.</summary>
    /// <remarks>Keys may be in any order; those that the row type does not declare are skipped. A timestamp is in ISO form with a T.</remarks>
    /// <param name="binding">The columns to stop at.</param>
    /// <param name="utf8Json">The object.</param>
    /// <exception cref="RowReadException">It is no JSON object.</exception>
    public static TupleReader OfJson(RowBinding binding, ReadOnlySpan<byte> utf8Json) =>
        JsonMembers.TryFind(binding, utf8Json, out var members)
            ? new TupleReader(binding, members, utf8Json)
            : throw binding.Misfit("the JSON is no well-formed object.");

    /// <summary>Starts before the first field of a composite: <c>record_send</c> writes the count of fields, and for each its type's OID, length and bytes.</summary>
    internal static TupleReader OfBinaryRecord(RowBinding binding, ReadOnlySpan<byte> value)
    {
        RefuseLostFields(binding);
        var isWhole = BinaryPrimitives.TryReadInt32BigEndian(value, out var count) && IsCountOfFields(binding, count);
        return isWhole ? new TupleReader(binding, TupleForm.BinaryRecord, count, value[sizeof(int)..]) : throw binding.Misfit(NotTheFields);
    }

    /// <summary>Starts before the first field of a composite: <c>record_out</c> writes them in parentheses, with commas between.</summary>
    internal static TupleReader OfTextRecord(RowBinding binding, ReadOnlySpan<byte> value)
    {
        RefuseLostFields(binding);
        if (value is not [(byte)'(', .., (byte)')'] || !RecordText.TryCount(value[1..^1], out var count))
        {
            throw binding.Misfit("the text form is no composite.");
        }

        // A composite without fields is written as one with a single NULL is.
        if (value.Length == 2 && binding.Layout.Columns.Length == 0)
        {
            return new TupleReader(binding, TupleForm.TextRecord, 0, default);
        }

        return IsCountOfFields(binding, count)
            ? new TupleReader(binding, TupleForm.TextRecord, count, value[1..])
            : throw binding.Misfit(NotTheFields);
    }

    // One that was dropped and another of its type that was added leave count and types as they were.
    private static void RefuseLostFields(RowBinding binding)
    {
        if (binding.Composite!.HasDroppedFields)
        {
            throw binding.Misfit(LostFields);
        }
    }

    // Fields are only ever added at the end: where none was dropped, those that a value lacks are the last ones.
    private static bool IsCountOfFields(RowBinding binding, int count)
    {
        var fields = binding.Layout.Columns.Length;
        return count == fields || (count >= 0 && count < fields && !binding.Composite!.HasAllFields);
    }

    private ReadOnlySpan<byte> TakePart(BoundValue? value, out ValueFormat format)
    {
        format = ValueFormat.Null;
        if (_form == TupleForm.Json)
        {
            return value is null ? default : TakeJson(value, out format);
        }

        if (_column >= _count)
        {
            return default;
        }

        if (_form == TupleForm.BinaryRecord)
        {
            return TakeBinary(out format);
        }

        return RecordText.TryTake(ref _rest, out var field, out format)
            ? field
            : throw Misfit("the text form of the composite is not well-formed at this field.");
    }

    private ReadOnlySpan<byte> TakeBinary(out ValueFormat format)
    {
        format = ValueFormat.Null;
        if (!BinaryPart.TryTakeUInt32(ref _rest, out var oid) || !BinaryPart.TryTakeValue(ref _rest, out var field, out format))
        {
            throw Misfit("the binary form of the composite ends before this field.");
        }

        return oid == _binding.Layout.Columns[_column].Type.Oid ? field : throw Misfit(NotTheFields);
    }

    private readonly ReadOnlySpan<byte> TakeJson(BoundValue value, out ValueFormat format)
    {
        var token = _members!.Token(_column, _beside);
        if (token.IsEmpty && !value.IsNullable)
        {
            throw Misfit("the JSON has no such key, and the property that declares the column is not nullable; declare it with '?'.");
        }

        return JsonToken.TryRead(value.Type, token, out var bytes, out format) ? bytes : throw Misfit("the JSON string is not Unicode text.");
    }
}
