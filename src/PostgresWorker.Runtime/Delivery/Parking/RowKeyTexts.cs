using System.Collections.Concurrent;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Parking;

/// <summary>Finds the keys of changes, as the lanes order them. Only asked while keys are parked.</summary>
/// <param name="ordering">What is ordered with what.</param>
internal sealed class RowKeyTexts(Ordering ordering)
{
    private static readonly RowKeys Whole = new(KeyText.Whole, null);

    private readonly ConcurrentDictionary<(TableLayout Layout, string? OrderBy), (KeyText Text, ChangeKey Key)> _texts = new();

    public RowKeys Of(in RoutedChange routed)
    {
        if (ordering != Ordering.PerKey || !routed.TryGetRow(out var layout, out var kind, out var image))
        {
            return Whole;
        }

        var (text, key) = _texts.GetOrAdd((layout, routed.Route.OrderBy), static of => (new KeyText(of.Layout, of.OrderBy), new ChangeKey(of.Layout, of.OrderBy)));
        if (kind != ChangeKinds.Inserted && key.IsUnknown(image))
        {
            // As for the lanes, to which it is a barrier.
            return Whole;
        }

        var current = image.New.IsEmpty ? text.Of(image.Old, default) : text.Of(image.New, image.Old);
        var old = image.OldKind == OldTupleKind.None || image.New.IsEmpty ? current : text.Of(image.Old, default);
        return new RowKeys(current, old == current ? null : old);
    }
}
