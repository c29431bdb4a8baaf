using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>
/// Walks the columns of a row in the order of its layout and hands out the value of each that the row type declares. The row is a
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see> (or a <see cref="JsonTuple"/>), a JSON object, or the value of a composite.
/// </summary>
public ref partial struct TupleReader
{
    // Of a value: its format and its length.
    private const int Header = 1 + sizeof(int);

    private readonly RowBinding _binding;

    /// <summary>Of a TupleData the old tuple; of a JSON object all of it.</summary>
    private readonly ReadOnlySpan<byte> _beside;
    private readonly JsonMembers? _members;
    private readonly TupleForm _form;

    /// <summary>How many fields the value of a composite has.</summary>
    private readonly int _count;
    private ReadOnlySpan<byte> _rest;
    private ValueReader _value;
    private int _column;

    /// <summary>Starts before the first column.</summary>
    /// <param name="binding">The columns to stop at.</param>
    /// <param name="tuple">The tuple, without its column count.</param>
    /// <param name="old">The whole old tuple, from which unchanged out-of-line values are taken; empty where there is none.</param>
    public TupleReader(RowBinding binding, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        _binding = binding;
        _rest = tuple;
        _beside = old;
        _column = -1;
    }

    /// <summary>Whether the current column is NULL.</summary>
    public readonly bool IsNull => _value.IsNull;

    /// <summary>Whether the current column is a large value that the update left as it was and does not carry: only where <see cref="RowColumn.AcceptsUnchanged"/>.</summary>
    public readonly bool IsUnchanged => _value.IsUnchanged;

    /// <summary>The current column's value: valid until the next column.</summary>
    [UnscopedRef]
    public readonly ref readonly ValueReader Value => ref _value;

    /// <summary>Goes to the next column that the row type declares.</summary>
    /// <param name="slot">The column's index in <see cref="RowReader.Columns"/>.</param>
    /// <returns>False after the last column.</returns>
    public bool Next(out int slot)
    {
        // Written for speed, as is TryTakeValue: this and what it calls is most of what a row costs beside its memory.
        var values = _binding.Values;
        for (var column = _column + 1; (uint)column < (uint)values.Length; column++)
        {
            _column = column;
            var value = values[column];
            if (!TryTakeValue(out var bytes, out var format))
            {
                bytes = TakeOther(value, out format);
            }

            if (value is not null)
            {
                _value = new ValueReader(value, bytes, format);
                slot = value.Slot;
                return true;
            }
        }

        return End(out slot);
    }

    private bool End(out int slot)
    {
        _column = _binding.Values.Length;
        slot = -1;
        return _rest.IsEmpty ? false : throw GoesOn();
    }

    private readonly RowReadException Misfit(string reason) => _binding.Misfit(_column, reason);

    /// <summary>Takes what nearly all columns are: of a TupleData, bytes in binary or text form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeValue(out ReadOnlySpan<byte> bytes, out ValueFormat format)
    {
        var rest = _rest;
        if (rest.Length >= Header && _form == TupleForm.Wire)
        {
            format = (ValueFormat)rest[0];
            var length = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
            if (format is ValueFormat.Binary or ValueFormat.Text && (uint)length <= (uint)(rest.Length - Header))
            {
                bytes = rest.Slice(Header, length);
                _rest = rest[(Header + length)..];
                return true;
            }
        }

        bytes = default;
        format = ValueFormat.Null;
        return false;
    }

    /// <summary>Takes what is something else, or not well-formed.</summary>
    private ReadOnlySpan<byte> TakeOther(BoundValue? value, out ValueFormat format)
    {
        var bytes = _form == TupleForm.Wire ? Take(ref _rest, out format) : TakePart(value, out format);
        if (value is not null && format == ValueFormat.Unchanged)
        {
            return TakeUnchanged(ref format);
        }

        // Of json and jsonb: which null it is was not told.
        format = format == ValueFormat.Json && bytes is [(byte)'n', ..] ? ValueFormat.Null : format;
        return bytes;
    }

    /// <summary>Takes a column from the front: a byte that says its format, and of a value the length and the bytes.</summary>
    private readonly ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, out ValueFormat format)
    {
        var tuple = rest;
        if (tuple.Length >= Header && tuple[0] is (byte)ValueFormat.Binary or (byte)ValueFormat.Text or (byte)ValueFormat.Json or (byte)ValueFormat.JsonString)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(tuple[1..]);
            if ((uint)length <= (uint)(tuple.Length - Header))
            {
                format = (ValueFormat)tuple[0];
                rest = tuple[(Header + length)..];
                return tuple.Slice(Header, length);
            }
        }

        format = TakeNoValue(ref rest);
        return default;
    }

    private readonly ValueFormat TakeNoValue(scoped ref ReadOnlySpan<byte> rest)
    {
        if (rest is [(byte)ValueFormat.Null or (byte)ValueFormat.Unchanged, ..])
        {
            var format = (ValueFormat)rest[0];
            rest = rest[1..];
            return format;
        }

        throw rest is [not ((byte)ValueFormat.Binary or (byte)ValueFormat.Text or (byte)ValueFormat.Json or (byte)ValueFormat.JsonString), ..]
            ? Misfit("the column is neither null, unchanged, text, binary nor JSON; the table's layout and the tuple do not belong together.")
            : Truncated();
    }

    /// <summary>An unchanged TOAST value is not sent with the new tuple; with REPLICA IDENTITY FULL the old one has it.</summary>
    private readonly ReadOnlySpan<byte> TakeUnchanged(scoped ref ValueFormat format)
    {
        ReadOnlySpan<byte> bytes = default;
        if (!_beside.IsEmpty)
        {
            var old = _beside;
            for (var i = 0; i <= _column; i++)
            {
                bytes = Take(ref old, out format);
            }
        }

        if (format == ValueFormat.Unchanged && !_binding.Values[_column]!.AcceptsUnchanged)
        {
            throw Misfit($"the update did not change this large value, and without the whole old row Postgres does not send it. Declare it as Unchanged<T>, or run: ALTER TABLE {_binding.Layout.Table.ToSql()} REPLICA IDENTITY FULL");
        }

        return bytes;
    }

    private readonly RowReadException Truncated() => Misfit("the tuple ends before this column; the table's layout and the tuple do not belong together.");

    private readonly RowReadException GoesOn() => _binding.Misfit(_form == TupleForm.Wire
        ? "the tuple goes on after the last column; the table's layout and the tuple do not belong together."
        : NotTheFields);
}
