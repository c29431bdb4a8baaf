using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Wal;

/// <summary>The layouts that the stream's relation messages have brought, by relation.</summary>
/// <remarks>
/// The catalog was asked for the fields of composites when a layout came, and nothing in the stream tells when ALTER TYPE changes them. A value from before may have fewer
/// fields than were found: those that were added since. A value from after may too, but for another reason: fields were dropped. Where some were dropped before, it is a value
/// from before whose fields are not known.
/// </remarks>
internal sealed class RelationLayouts
{
    private readonly Dictionary<uint, TableLayout> _layouts = [];
    private readonly Dictionary<uint, Lsn> _found = [];
    private Lsn _commit;

    /// <summary>Takes a layout.</summary>
    /// <param name="relation">The relation's OID.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="found">Up to where the database was written when it was first found to have these types; null where none has fields.</param>
    public void Set(uint relation, TableLayout layout, Lsn? found)
    {
        if (found > _commit)
        {
            _layouts[relation] = layout;
            _found[relation] = found.Value;
            return;
        }

        // It came again, in a transaction that was committed behind what is known.
        _layouts[relation] = found is null ? layout : ExactFields.Of(layout);
        _found.Remove(relation);
    }

    /// <summary>A transaction begins: where it was committed behind what is known of a composite, its values must have the fields that are known, all of them.</summary>
    public void Begin(Lsn commit)
    {
        _commit = commit;
        if (_found.Count == 0)
        {
            return;
        }

        foreach (var (relation, found) in _found)
        {
            if (found <= commit)
            {
                // The one change that may be made to what is enumerated.
                _found.Remove(relation);
                _layouts[relation] = ExactFields.Of(_layouts[relation]);
            }
        }
    }

    /// <summary>The layout of a relation.</summary>
    /// <exception cref="PgOutputException">There was none.</exception>
    public TableLayout Of(uint relation) =>
        _layouts.TryGetValue(relation, out var layout)
            ? layout
            : throw new PgOutputException($"A change of relation {relation} came before its layout: the stream is not pgoutput's.");
}
