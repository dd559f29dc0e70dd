namespace DrawAot.Cli;

/// <summary>The states of one picture, glimpse by glimpse.</summary>
internal interface IFilm
{
    /// <summary>A film of nothing, for an image that cannot be read.</summary>
    static IFilm Blank { get; } = new BlankFilm();

    /// <summary>Puts a still on a sheet with colours.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="number">The first of the places that a still takes.</param>
    /// <param name="stillNumber">Which still, from 0 on.</param>
    void Place(Sheet sheet, int number, int stillNumber);

    private sealed class BlankFilm : IFilm
    {
        public void Place(Sheet sheet, int number, int stillNumber)
        {
        }
    }
}
