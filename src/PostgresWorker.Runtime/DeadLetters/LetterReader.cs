using System.Text.Json;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.DeadLetters;

/// <summary>Reads a dead letter anew, by the listener as it is in this build.</summary>
/// <param name="routes">The source's listeners.</param>
/// <param name="wire">Where what came is kept until it is finished.</param>
internal sealed class LetterReader(IReadOnlyList<ListenerRoute> routes, WireStore wire)
{
    /// <summary>What the letter was written of.</summary>
    /// <exception cref="LetterRefusedException">It is of a form that this build does not know.</exception>
    public static StoredWire Wire(RequestedLetter letter)
    {
        StoredWire stored;
        try
        {
            stored = StoredWireReader.Read(letter.Wire);
        }
        catch (JsonException e)
        {
            throw new LetterRefusedException($"what is stored of it can't be read: {e.Message}");
        }

        return stored.Version == StoredWire.CurrentVersion ? stored : throw new LetterRefusedException("it was stored by a newer build, in a form that this one does not know.");
    }

    /// <summary>The change for its listener. A row that can't be read is one too: it fails as a live one does.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="stored">What it was written of.</param>
    /// <param name="columns">The columns that its table has now.</param>
    /// <param name="replay">What is told how it ends.</param>
    /// <exception cref="LetterRefusedException">There is no such listener any more, or it takes no such change.</exception>
    public RoutedChange Read(RequestedLetter letter, StoredWire stored, IEnumerable<string> columns, IReplay replay)
    {
        var route = routes.FirstOrDefault(route => route.Name == letter.Listener)
            ?? throw new LetterRefusedException($"this build has no listener '{letter.Listener}'. Give the listener that is to take it that name: [PostgresListener(..., Name = \"{letter.Listener}\")].");
        if (route.Table != letter.Table)
        {
            throw new LetterRefusedException($"listener '{route.Name}' listens to {route.Table} now, and no more to {letter.Table}.");
        }

        var context = Context(letter, stored, isReplay: replay is Replay);
        var kind = stored.Kind switch { RawChangeKind.Truncate => ChangeKinds.Truncated, RawChangeKind.Message => ChangeKinds.Message, _ => stored.RowKind };
        if ((route.Kinds & kind) == 0)
        {
            throw new LetterRefusedException($"listener '{route.Name}' no longer takes changes of its kind ({kind}).");
        }

        var layout = stored.Layout is null ? null : StoredLayouts.ToLayout(stored.Layout, columns);
        var kept = new WireChange(stored.Kind, wire.Copy(letter.Old, letter.New))
        {
            Layout = layout,
            RowKind = stored.RowKind,
            OldKind = stored.OldKind,
            Cascade = stored.Cascade,
            RestartIdentity = stored.RestartIdentity,
            IsTransactional = stored.IsTransactional,
            Lane = stored.Lane,
        };
        try
        {
            return (stored.IsUnwanted ? new RoutedChange(route, null, context, 0) { IsUnwanted = true } : Read(route, kept, context)) with { Wire = kept, Replay = replay };
        }
        catch
        {
            kept.Bytes.Segment?.Release();
            throw;
        }
    }

    private static ChangeContext Context(RequestedLetter letter, StoredWire stored, bool isReplay)
    {
        var transaction = Transaction(letter, stored);
        return stored.Snapshot is null
            ? new ChangeContext(transaction, letter.Table, letter.Lsn, letter.Ordinal) { IsReplay = isReplay }
            : new ChangeContext(transaction, letter.Table, letter.Lsn, letter.Ordinal) { IsReplay = isReplay, Id = letter.ChangeId };
    }

    private static ChangeTransaction Transaction(RequestedLetter letter, StoredWire stored) => stored is { Outbox: null, Snapshot: null } ? letter.Transaction : new ChangeTransaction
    {
        Source = letter.Transaction.Source,
        SystemIdentifier = letter.Transaction.SystemIdentifier,
        Outbox = stored.Outbox,
        Snapshot = stored.Snapshot,
        CommitLsn = letter.Transaction.CommitLsn,
        CommitTime = letter.Transaction.CommitTime,
        TransactionId = letter.Transaction.TransactionId,
    };

    private static RoutedChange Read(ListenerRoute route, in WireChange kept, ChangeContext context) => kept.Kind switch
    {
        RawChangeKind.Truncate => new RoutedChange(route, route.Read(new Truncated(context, kept.Cascade, kept.RestartIdentity)), context, 0),
        RawChangeKind.Message => MessageRoutes.Read((MessageRoute)route, kept.Content, kept.IsTransactional, context),
        _ => ReadRow(route, kept, context),
    };

    private static RoutedChange ReadRow(ListenerRoute route, in WireChange kept, ChangeContext context)
    {
        RowBinding binding;
        try
        {
            binding = RowBinding.Create(kept.Layout!, route.Columns);
        }
        catch (RowLayoutException e)
        {
            throw new LetterRefusedException($"the columns that it was written with do not fit listener '{route.Name}': {e.Message}");
        }

        var by = new ChangeKey(kept.Layout!, route.OrderBy);
        var key = by.Of(kept.Image);
        return Router.Read(route, binding, kept.RowKind, kept.Image, context, key) with { OldKey = by.OldOf(kept.Image, key) };
    }
}
