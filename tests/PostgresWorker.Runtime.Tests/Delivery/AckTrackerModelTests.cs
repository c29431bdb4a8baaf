using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery;

/// <summary>The tracker beside a model that keeps every transaction for ever.</summary>
public sealed class AckTrackerModelTests
{
    private enum Step
    {
        BeginOrAdd,
        Commit,
        Finish,
        Idle,
    }

    private static readonly Gen<(Step Step, int Pick)[]> Walks =
        (from step in Gen.Elements(Step.BeginOrAdd, Step.BeginOrAdd, Step.Commit, Step.Finish, Step.Finish, Step.Idle)
         from pick in Gen.Choose(0, 1000)
         select (step, pick)).ArrayOf();

    [Fact]
    public void Every_interleaving_confirms_what_the_model_does() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(200),
        Prop.ForAll(Walks.ToArbitrary(), walk =>
        {
            var model = new Model();
            foreach (var (step, pick) in walk)
            {
                model.Take(step, pick);
                model.AssertSame();
            }
        }));

    private sealed class Model
    {
        private readonly AckTracker _acks = new(new Lsn(1));
        private readonly List<Entry> _all = [];
        private ulong _sent = 1;
        private ulong _idle = 1;

        private Entry? Reading => _all.LastOrDefault(entry => !entry.IsCommitted);

        public void Take(Step step, int pick)
        {
            switch (step)
            {
                case Step.BeginOrAdd when Reading is { } reading:
                    reading.Progress.Add();
                    reading.Pending++;
                    break;
                case Step.BeginOrAdd:
                    _all.Add(new Entry(_acks.Begin()));
                    break;
                case Step.Commit when Reading is { } reading:
                    reading.End = _sent += 1 + (ulong)(pick % 5);
                    _acks.Commit(reading.Progress, new Lsn(reading.End));
                    break;
                case Step.Finish when _all.Where(entry => entry.Pending > 0).ToList() is { Count: > 0 } pending:
                    var picked = pending[pick % pending.Count];
                    picked.Pending--;
                    picked.Progress.Finish();
                    break;
                case Step.Idle:
                    _sent += (ulong)(pick % 3);
                    _idle = _all.TrueForAll(entry => entry.IsFinished) ? _sent : _idle;
                    _acks.ConfirmIdle(new Lsn(_sent));
                    break;
            }
        }

        public void AssertSame()
        {
            var prefix = _all.TakeWhile(entry => entry.IsFinished).LastOrDefault()?.End ?? 1;
            Assert.Equal(new Lsn(Math.Max(prefix, _idle)), _acks.Confirmed);
            Assert.InRange(_acks.Count, 0, (2 * _all.Count(entry => !entry.IsFinished)) + 1);
        }
    }

    private sealed class Entry(TransactionProgress progress)
    {
        public TransactionProgress Progress => progress;

        public int Pending { get; set; }

        public ulong End { get; set; }

        public bool IsCommitted => End > 0;

        public bool IsFinished => IsCommitted && Pending == 0;
    }
}
