using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

/// <summary>
/// Walks the columns of a row in the order of its layout and hands out the value of each that the row type declares. The row is a
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see>, a JSON object, or the value of a composite.
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
    private ReadOnlySpan<byte> _bytes;
    private ValueReader _value;
    private ValueFormat _format;
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
    public readonly bool IsNull => _format == ValueFormat.Null;

    /// <summary>Whether the current column is a large value that the update left as it was and does not carry: only where <see cref="RowColumn.AcceptsUnchanged"/>.</summary>
    public readonly bool IsUnchanged => _format == ValueFormat.Unchanged;

    /// <summary>The current column's value: valid until the next column.</summary>
    [UnscopedRef]
    public readonly ref readonly ValueReader Value => ref _value;

    /// <summary>Goes to the next column that the row type declares.</summary>
    /// <param name="slot">The column's index in <see cref="RowReader.Columns"/>.</param>
    /// <returns>False after the last column.</returns>
    public bool Next(out int slot)
    {
        var slots = _binding.Slots;
        while (++_column < slots.Length)
        {
            slot = slots[_column];
            if (_form == TupleForm.Wire)
            {
                Advance(ref _rest);
            }
            else
            {
                AdvancePart(slot);
            }

            if (slot >= 0)
            {
                if (_format == ValueFormat.Unchanged)
                {
                    TakeUnchanged();
                }

                _value = new ValueReader(_binding.Values[_column]!, _bytes, _format);
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

    private void Advance(ref ReadOnlySpan<byte> rest)
    {
        _format = (ValueFormat)(rest.IsEmpty ? throw Truncated() : rest[0]);
        rest = rest[1..];
        if (_format is ValueFormat.Null or ValueFormat.Unchanged)
        {
            _bytes = default;
            return;
        }

        if (_format is not (ValueFormat.Binary or ValueFormat.Text))
        {
            throw Misfit("the column is neither null, unchanged, text nor binary; the table's layout and the tuple do not belong together.");
        }

        if (!BinaryPrimitives.TryReadInt32BigEndian(rest, out var length) || length < 0 || length > rest.Length - sizeof(int))
        {
            throw Truncated();
        }

        _bytes = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
    }

    /// <summary>An unchanged TOAST value is not sent with the new tuple; with REPLICA IDENTITY FULL the old one has it.</summary>
    private void TakeUnchanged()
    {
        if (!_beside.IsEmpty)
        {
            var old = _beside;
            for (var i = 0; i <= _column; i++)
            {
                Advance(ref old);
            }
        }

        if (_format == ValueFormat.Unchanged && !_binding.Values[_column]!.AcceptsUnchanged)
        {
            throw Misfit($"the update did not change this large value, and without the whole old row Postgres does not send it. Declare it as Unchanged<T>, or run: ALTER TABLE {_binding.Layout.Table.ToSql()} REPLICA IDENTITY FULL");
        }
    }

    private readonly RowReadException Truncated() => Misfit("the tuple ends before this column; the table's layout and the tuple do not belong together.");

    private readonly RowReadException GoesOn() => _binding.Misfit(_form == TupleForm.Wire
        ? "the tuple goes on after the last column; the table's layout and the tuple do not belong together."
        : NotTheFields);
}
