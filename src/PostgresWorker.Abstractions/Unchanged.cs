using System.Diagnostics.CodeAnalysis;

namespace PostgresWorker;

/// <summary>
/// The value of a column that an update may not carry: a large value (TOAST) that it left as it was, of a table whose replica identity does
/// not carry the whole old row. A plain property of such a column is refused at start; this one takes it that the value is not there.
/// </summary>
/// <typeparam name="T">The column's type.</typeparam>
public readonly struct Unchanged<T> : IEquatable<Unchanged<T>>
{
    private readonly T _value;
    private readonly bool _isKnown;

    /// <summary>Makes a value that the change carries. The default is one that it does not.</summary>
    public Unchanged(T value)
    {
        _value = value;
        _isKnown = true;
    }

    /// <summary>Whether the update left the value as it was and did not carry it.</summary>
    public bool IsUnchanged => !_isKnown;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The change does not carry it.</exception>
    public T Value => _isKnown
        ? _value
        : throw new InvalidOperationException("The update left this value as it was and does not carry it; ask IsUnchanged first.");

    /// <summary>The value, where the change carries it.</summary>
    public bool TryGetValue([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return _isKnown;
    }

    /// <inheritdoc />
    public bool Equals(Unchanged<T> other) => _isKnown == other._isKnown && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc />
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Unchanged<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _isKnown ? HashCode.Combine(_value) : 0;

    /// <summary>The value's text, or <c>(unchanged)</c>.</summary>
    public override string ToString() => _isKnown ? $"{_value}" : "(unchanged)";

    /// <summary>Whether both are unchanged, or have equal values.</summary>
    public static bool operator ==(Unchanged<T> left, Unchanged<T> right) => left.Equals(right);

    /// <summary>Whether one is unchanged and the other is not, or their values differ.</summary>
    public static bool operator !=(Unchanged<T> left, Unchanged<T> right) => !left.Equals(right);
}
