class Names:
    def __init__(self, store): pass
