using PostgresWorker.Generated;
using PostgresWorker.Generated.Payloads;

namespace PostgresWorker;

/// <summary>
/// One committed change of a row: an <see cref="Inserted{T}"/>, <see cref="Updated{T}"/>, <see cref="Deleted{T}"/> or
/// <see cref="Existing{T}"/>. No other kinds exist.
/// </summary>
/// <typeparam name="T">The row's type, as the listener declares it.</typeparam>
public abstract class Change<T> : Change
{
    private protected Change(ChangeContext context)
        : base(context)
    {
    }

    /// <summary>The row as it last was: after the change, or for a delete before it.</summary>
    public abstract T Row { get; }

    /// <summary>What writes the rows; null of a change that was not read from a source.</summary>
    internal RowOrigin? Origin { get; init; }

    /// <summary>
    /// The change as JSON in the shape of <see cref="EventPayload"/>, with the columns that <typeparamref name="T"/> declares. Values are as <c>to_jsonb</c> writes
    /// them, but that a <see cref="string"/> is a string, whatever the column's type; only that of json and jsonb is the JSON itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">The change was made by its constructor: the table's columns and its key are known of a change that a listener is called with.</exception>
    public string ToJson() => RowPayload.Of(this).ToJson();
}

/// <summary>A row was inserted.</summary>
/// <param name="new">The row that was inserted.</param>
/// <param name="context">Where and when.</param>
public sealed class Inserted<T>(T @new, ChangeContext context) : Change<T>(context)
{
    /// <summary>The row that was inserted.</summary>
    public T New { get; } = @new;

    /// <inheritdoc />
    public override T Row => New;

    /// <inheritdoc />
    public override string Action => "INSERT";
}

/// <summary>A row was updated.</summary>
/// <param name="old">The row before the update, or null where the table's replica identity does not carry it.</param>
/// <param name="new">The row after the update.</param>
/// <param name="context">Where and when.</param>
public sealed class Updated<T>(T? old, T @new, ChangeContext context) : Change<T>(context)
{
    /// <summary>
    /// The row before the update; null where the table's
    /// <see href="https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY">REPLICA IDENTITY</see>
    /// does not carry it. For a struct without an old row this is <c>default</c>: declare the row type as a class to tell the two apart.
    /// </summary>
    public T? Old { get; } = old;

    /// <summary>The row after the update.</summary>
    public T New { get; } = @new;

    /// <inheritdoc />
    public override T Row => New;

    /// <inheritdoc />
    public override string Action => "UPDATE";
}

/// <summary>A row was deleted.</summary>
/// <param name="old">The row that was deleted.</param>
/// <param name="context">Where and when.</param>
public sealed class Deleted<T>(T old, ChangeContext context) : Change<T>(context)
{
    /// <summary>The row that was deleted.</summary>
    public T Old { get; } = old;

    /// <inheritdoc />
    public override T Row => Old;

    /// <inheritdoc />
    public override string Action => "DELETE";
}

/// <summary>A row that was there before the source began to stream, delivered by a snapshot.</summary>
/// <param name="row">The row as the snapshot saw it.</param>
/// <param name="context">Where and when.</param>
public sealed class Existing<T>(T row, ChangeContext context) : Change<T>(context)
{
    /// <inheritdoc />
    public override T Row { get; } = row;

    /// <inheritdoc />
    public override string Action => "INSERT";
}
