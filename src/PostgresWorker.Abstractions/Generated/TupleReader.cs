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
        var values = _binding.Values;
        while (++_column < values.Length)
        {
            var value = values[_column];
            ReadOnlySpan<byte> bytes;
            ValueFormat format;
            if (_form == TupleForm.Wire)
            {
                bytes = Take(ref _rest, out format);
            }
            else
            {
                bytes = TakePart(value, out format);
            }

            if (value is not null)
            {
                if (format == ValueFormat.Unchanged)
                {
                    bytes = TakeUnchanged(ref format);
                }
                else if (format == ValueFormat.Json && bytes is [(byte)'n', ..])
                {
                    // Of json and jsonb: which null it is was not told.
                    format = ValueFormat.Null;
                }

                _value = new ValueReader(value, bytes, format);
                slot = value.Slot;
                return true;
            }
        }

        if (!_rest.IsEmpty)
        {
            throw GoesOn();
        }

        slot = -1;
        return false;
    }

    private readonly RowReadException Misfit(string reason) => _binding.Misfit(_column, reason);

    /// <summary>Takes a column from the front: a byte that says its format, and of a value the length and the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, out ValueFormat format)
    {
        const int header = 1 + sizeof(int);
        var tuple = rest;
        if (tuple.Length >= header && tuple[0] is (byte)ValueFormat.Binary or (byte)ValueFormat.Text or (byte)ValueFormat.Json or (byte)ValueFormat.JsonString)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(tuple[1..]);
            if ((uint)length <= (uint)(tuple.Length - header))
            {
                format = (ValueFormat)tuple[0];
                rest = tuple[(header + length)..];
                return tuple.Slice(header, length);
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
